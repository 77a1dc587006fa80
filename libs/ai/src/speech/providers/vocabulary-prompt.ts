import { fittingKeyterms } from './keyterm-limit.js';

/** Whisper reads at most the last 224 tokens of a prompt; names take about three characters a token. */
const MAX_PROMPT_CHARACTERS = 600;
/** Fewer terms in a row are what somebody may say. */
const ECHOED_TERMS = 3;

/** Names and words as a prompt in the style of what may be said: the recognizer then spells them so. Undefined for none. */
export function vocabularyPrompt(keyterms: readonly string[] = []): string | undefined {
  const terms = fittingKeyterms(keyterms, MAX_PROMPT_CHARACTERS, (term) => term.length + 2);
  return terms.length === 0 ? undefined : `${terms.join(', ')}.`;
}

/** Whether a text is nothing but a piece of the prompt: what Whisper writes when it hears nothing. */
export function isEcho(text: string, prompt: string | undefined): boolean {
  if (prompt === undefined || text.split(',').length < ECHOED_TERMS) return false;
  const [said, told] = [plain(text), plain(prompt)];
  return said !== '' && told.includes(said);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
