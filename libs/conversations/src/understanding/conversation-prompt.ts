import { localTimeOf, weekdayOf, type PromptMessage } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { GROUND_RULES, INSTRUCTIONS, type Fence, type FindingTask } from './instructions.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * A question about a conversation: the same instructions for all of them, then the conversation, the same for all of its tasks, then the
 * task with what only it needs (`details`, fenced).
 */
export function findingPrompt(
  task: FindingTask,
  input: TranscriptInput,
  details: readonly string[] = [],
): PromptMessage[] {
  const order = `Now do the task "${task}" for this conversation, and no other.`;
  return [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: [conversationText(input), ...details, order].join('\n\n') },
  ];
}

/** A question with instructions of its own; `details` are ours, not material. */
export function transcriptPrompt(
  instructions: string,
  input: TranscriptInput,
  details: readonly string[] = [],
): PromptMessage[] {
  return [
    { role: 'system', content: `${instructions}\n\n${GROUND_RULES}` },
    { role: 'user', content: [conversationText(input), ...details].join('\n\n') },
  ];
}

/** Lines of others between the marks that say so; empty when there are none. */
export function fenced(name: Fence, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<${name}>\n${lines.join('\n')}\n</${name}>`;
}

/** What others said or wrote, as one line that cannot close a fence. */
export function defused(text: string): string {
  return text.replace(/[<>]/g, ' ').replace(/\s+/g, ' ').trim();
}

function conversationText(input: TranscriptInput): string {
  const lines = input.turns.map((turn, at) => `[${at + 1}] ${defused(turn.speaker)}: ${defused(turn.text)}`);
  const photos = (input.photos ?? []).map((description, at) => `[photo ${at + 1}] ${defused(description)}`);
  return [
    circumstances(input),
    fenced('MEETING', meetingLines(input)),
    fenced('TRANSCRIPT', lines),
    fenced('PHOTOS', photos),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function meetingLines({ meeting }: TranscriptInput): string[] {
  if (!meeting) return [];
  return [
    `Appointment in the calendar at that time: ${defused(meeting.title)}`,
    `Expected, which does not mean that they came: ${meeting.participants.map(defused).join(', ') || 'nobody named'}`,
  ];
}

function circumstances(input: TranscriptInput): string {
  const local = localTimeOf(input.startedAtMs, input.timeZone);
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  const language = languageName(input.outputLanguage ?? input.language);
  return [
    `The conversation began on ${WEEKDAYS[weekdayOf(local.day)]}, ${local.day} at ${time}, local time of the owner (${input.timeZone}).`,
    'Dates and times that are spoken mean this local time; write them without an offset.',
    `First name of the owner: ${defused(input.ownerName ?? 'unknown')}. Write in ${language}.`,
  ].join('\n');
}

/** English name of a language; what is no language code stands for the one that was spoken. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(code) ?? AS_SPOKEN;
  } catch {
    return AS_SPOKEN;
  }
}

const AS_SPOKEN = 'the language of the transcript';
