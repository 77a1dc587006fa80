import type { ClockTime, DateMention } from '#libs/ai';
import type { EvidenceConversation, EvidenceTurn } from './answer-input.js';

export const UNKNOWN = 'I do not know: I found nothing in your conversations that answers this.';

/** `Thursday, March 12, 2026` */
export function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' });
  return format.format(Date.parse(`${day}T12:00:00Z`));
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

/** `On March 5, 2026 you said: “…”`, each turn of the passage with who said it. */
export function quoteInWords(
  conversation: EvidenceConversation,
  turns: readonly EvidenceTurn[],
  timeZone: string,
): string {
  const said = turns.map((turn) => `${speakerInWords(turn)}: “${turn.text.trim()}”`).join(' ');
  return `On ${dateOf(conversation.startedAtMs, timeZone)} ${said}`;
}

function speakerInWords({ isUser }: EvidenceTurn): string {
  if (isUser === null) return 'somebody said';
  return isUser ? 'you said' : 'the other person said';
}
