import type { TranscriptTurn } from '#libs/contracts';

/** More of one log is not read. Source: specification of the pipeline, §3.1. */
export const MAX_LOG_CHARS = 40_000;
/** What is read at once: some ten minutes of talk. */
const EXTRACT_CHARS = 4_000;
const MAX_LINE_CHARS = 2_000;

const ROLE = /^\s*(?:\*\*|\[)?([\p{L}][\p{L} .'-]{0,30}?)(?:\*\*|\])?\s*(?:\([^)]{0,40}\))?\s*:\s+(?=\S)/u;
const OWNER_ROLE = /^(?:user|me|i|you|human|owner|myself)$/i;
/** Programs that answer people. What they say is no testimony, and may be made of memories itself. */
const MACHINE_ROLE =
  /^(?:assistant|ai|bot|system|model|tool|chatgpt|gpt|claude|gemini|copilot|siri|alexa|omi|mneme|chatbot)$/i;

/** Whether a voice of this name is a program's. */
export function isMachine(name: string): boolean {
  return MACHINE_ROLE.test(name.trim());
}

/**
 * A log as turns, in pieces of bounded size: one turn per line, whose id says which line it is. A line without a name goes on with the one
 * before; without any names the owner wrote all of it. What a program said is left out: it is not known from anywhere else.
 */
export function extractsOf(text: string, ownerName: string | null): TranscriptTurn[][] {
  const extracts: TranscriptTurn[][] = [];
  let size = Infinity;
  for (const turn of turnsOf(text, ownerName)) {
    if (size + turn.text.length > EXTRACT_CHARS) {
      extracts.push([]);
      size = 0;
    }
    extracts.at(-1)!.push(turn);
    size += turn.text.length;
  }
  return extracts;
}

function turnsOf(text: string, ownerName: string | null): TranscriptTurn[] {
  const turns: TranscriptTurn[] = [];
  let speaker = 'You';
  for (const [index, line] of text.slice(0, MAX_LOG_CHARS).split('\n').entries()) {
    const role = ROLE.exec(line);
    if (role) speaker = speakerOf(role[1]!, ownerName);
    const words = line
      .slice(role ? role[0].length : 0)
      .replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')
      .trim()
      .slice(0, MAX_LINE_CHARS);
    if (words === '' || isMachine(speaker)) continue;
    const isUser = speaker === 'You';
    turns.push({ segmentIds: [`line-${index + 1}`], speaker, isUser, text: words, start: 0, end: 0 });
  }
  return turns;
}

function speakerOf(role: string, ownerName: string | null): string {
  const isOwner = OWNER_ROLE.test(role) || role.toLowerCase() === ownerName?.toLowerCase();
  return isOwner ? 'You' : role;
}
