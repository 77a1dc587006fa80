import { localTimeOf, type ClockTime, type DateMention } from '#libs/ai';
import type { Answer, EvidenceConversation, EvidenceTurn } from './answer-input.js';
import type { Excerpt } from './excerpt.rules.js';
import { speakerNames } from './speaker-names.rules.js';

export const UNKNOWN_ANSWER: Answer = {
  known: false,
  text: 'I do not know: I found nothing in your conversations that answers this.',
  sources: [],
};

/** `Thursday, March 12, 2026`, of a day `YYYY-MM-DD` or of an instant in a time zone. */
export function dayInWords(day: string | number, timeZone = 'UTC'): string {
  const epochMs = typeof day === 'string' ? Date.parse(`${day}T12:00:00Z`) : day;
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone }).format(epochMs);
}

/** `Thursday, March 12, 2026 at 3:00 PM` in a time zone. */
export function instantInWords(epochMs: number, timeZone: string): string {
  const { day, ...clock } = localTimeOf(epochMs, timeZone);
  return `${dayInWords(day)} at ${clockInWords({ ...clock, certain: true })}`;
}

/** `March 5, 2026` in the owner's time zone. */
export function dateOf(epochMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone }).format(epochMs);
}

/** `3:00 PM` */
function clockInWords({ hour, minute }: ClockTime): string {
  const half = hour < 12 ? 'AM' : 'PM';
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')} ${half}`;
}

/** `Thursday, March 12, 2026 at 3:00 PM`: what a spoken date meant when it was said. */
export function dateInWords({ day, precision, clock, relation }: DateMention): string {
  const time = clock ? clockInWords(clock) : null;
  if (day === null) return time ?? '';
  const date = precision === 'day' ? dayInWords(day) : `around ${dayInWords(day)}`;
  const lead = ['by', 'until', 'till', 'before', 'after'].includes(relation) ? `${relation} ` : '';
  return time ? `${lead}${date} at ${time}` : `${lead}${date}`;
}

/** `On March 5, 2026 you said: “…”`, each turn with who said it. */
export function quoteInWords(
  conversation: EvidenceConversation,
  turns: readonly EvidenceTurn[],
  { timeZone, excerpt }: { readonly timeZone: string; readonly excerpt: Excerpt },
): string {
  const names = speakerNames(conversation.turns);
  const said = turns
    .map((turn) => ({ by: speakerInWords(turn, names), text: excerpt(turn.text) }))
    .filter(({ text }) => text !== '')
    .map(({ by, text }) => `${by} said: “${text}”`)
    .join(', ');
  return `On ${dateOf(conversation.startedAtMs, timeZone)} ${said}`;
}

function speakerInWords({ isUser, speaker }: EvidenceTurn, names: ReadonlyMap<string, string>): string {
  if (isUser === null) return 'somebody';
  return isUser ? 'you' : (names.get(speaker) ?? 'the other person');
}
