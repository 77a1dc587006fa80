import { wordAt, type Token } from './tokens.js';
import { daysBetween, makeDay, weekdayOf } from './wall-clock.js';

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const SHORT_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** A month that was this long ago is meant before the next one. */
const NEXT_YEAR_DAYS = 250;

export type DayPrecision = 'day' | 'week' | 'month';

/** A day as it was said. */
export interface DayPhrase {
  /** `YYYY-MM-DD`; for a week or month its last day; null when the parts contradict each other. */
  readonly day: string | null;
  readonly precision: DayPrecision;
  /** Index of the first token after it. */
  readonly next: number;
}

export const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/** The number of the month that stands at `at`, 1 to 12, or null. */
export function monthAt(tokens: readonly Token[], at: number): number | null {
  const word = wordAt(tokens, at);
  const long = MONTHS.indexOf(word);
  const index = long >= 0 ? long : SHORT_MONTHS.indexOf(word === 'sept' ? 'sep' : word);
  if (index < 0) return null;
  // Speech has "may I" and "march on": the capital tells.
  return /^[A-Z]/.test(tokens[at]!.raw) || wordAt(tokens, at - 1) === 'of' ? index + 1 : null;
}

/** The year that stands at `at`, or null. */
export function yearAt(tokens: readonly Token[], at: number): number | null {
  const word = wordAt(tokens, at);
  return /^20\d\d$/.test(word) ? Number(word) : null;
}

/** What else is said of a day besides its number. */
export interface DayHints {
  readonly month?: number | null;
  /** 0 is Monday. */
  readonly weekday?: number;
  readonly year?: number | null;
}

/** The day that a number means: the first from `today` on that fits; a month that has just passed is taken from the past. Null when none fits. */
export function nearestDay(today: string, dayOfMonth: number, hints: DayHints): string | null {
  if (hints.year && hints.month) return makeDay(hints.year, hints.month, dayOfMonth);
  const fitting = candidates(today, dayOfMonth, hints);
  const ahead = fitting.find((day) => day >= today) ?? null;
  const behind = hints.month ? fitting.findLast((day) => day < today) : undefined;
  if (behind === undefined) return ahead;
  return ahead === null || daysBetween(today, ahead) > NEXT_YEAR_DAYS ? behind : ahead;
}

/** From two months ago to a year ahead. */
function candidates(today: string, dayOfMonth: number, { month, weekday }: DayHints): string[] {
  const [year, thisMonth] = today.split('-').map(Number) as [number, number];
  const days: string[] = [];
  for (let step = -2; step <= 12; step += 1) {
    const total = year * 12 + thisMonth - 1 + step;
    if (month && (total % 12) + 1 !== month) continue;
    const day = makeDay(Math.floor(total / 12), (total % 12) + 1, dayOfMonth);
    if (day !== null && (weekday === undefined || weekdayOf(day) === weekday)) days.push(day);
  }
  return days;
}
