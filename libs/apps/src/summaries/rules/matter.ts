import { localTimeOf } from '#libs/ai';
import type { TranscriptInput } from '#libs/contracts';
import type { AppSummaryInput } from '../app-summary.task.js';
import type { FoundMatters } from '../found-matters.js';
import { statementsOf, type Statement } from './statements.js';

/** What rules write a summary from. */
export interface Matter {
  readonly input: TranscriptInput;
  readonly found: FoundMatters;
  /** What was said, sentence by sentence. */
  readonly statements: readonly Statement[];
}

/** Null where what was said is in a language that rules cannot read. */
export function matterOf({ transcript, found, quotable }: AppSummaryInput): Matter | null {
  return quotable && { input: transcript, found, statements: statementsOf(quotable) };
}

/** What somebody said, with who said it where that is known. */
export function quotedLine({ text, speaker }: Statement): string {
  return speaker === null ? `- “${text}”` : `- ${speaker}: “${text}”`;
}

export function taskLines({ input, found }: Matter): string[] {
  return found.tasks.map(({ description, dueMs }) =>
    dueMs === null ? `- ${description}` : `- ${description} (due ${spokenTime(dueMs, input.timeZone)})`,
  );
}

export function eventLines({ input, found }: Matter): string[] {
  return found.events.map(({ title, description, startMs }) => {
    const about = description === '' ? '' : `. ${description}`;
    return `- ${title}: ${spokenTime(startMs, input.timeZone)}${about}`;
  });
}

const DAY = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});

export function spokenDay(atMs: number, timeZone: string): string {
  return DAY.format(new Date(`${localTimeOf(atMs, timeZone).day}T00:00:00Z`));
}

/** The day, and the hour unless none was named: such appointments begin at midnight, such tasks end a minute before it. */
function spokenTime(atMs: number, timeZone: string): string {
  const { hour, minute } = localTimeOf(atMs, timeZone);
  const day = spokenDay(atMs, timeZone);
  const isWholeDay = (hour === 0 && minute === 0) || (hour === 23 && minute === 59);
  if (isWholeDay) return day;
  return `${day} at ${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}
