import { monthAt, nearestDay, WEEKDAYS, type DayPhrase } from './days.js';
import { readWords, wordAt, type Token } from './tokens.js';
import { addDays, endOfMonth, makeDay, weekdayOf } from './wall-clock.js';

/** Feasts that fall on the same day every year: words, month, day. */
const FEASTS: readonly (readonly [string, number, number])[] = [
  ['christmas eve', 12, 24],
  ['christmas day', 12, 25],
  ['boxing day', 12, 26],
  ["new year's eve", 12, 31],
  ['new years eve', 12, 31],
  ["new year's day", 1, 1],
  ["valentine's day", 2, 14],
  ["st patrick's day", 3, 17],
  ['halloween', 10, 31],
];
const POSITIONS = ['first', 'second', 'third', 'fourth', 'last'];

/** "Christmas Eve", "Halloween": its next one. */
export function readFeast(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  for (const [words, month, dayOfMonth] of FEASTS) {
    const next = readWords(tokens, at, words);
    if (next !== null) return { day: nearestDay(today, dayOfMonth, { month }), precision: 'day', next };
  }
  return null;
}

/** "the first Monday in July", "the last Friday of the month", "the second Tuesday of next month". */
export function readNthWeekday(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const start = wordAt(tokens, at) === 'the' ? at + 1 : at;
  const position = POSITIONS.indexOf(wordAt(tokens, start));
  const weekday = WEEKDAYS.indexOf(wordAt(tokens, start + 1));
  if (position < 0 || weekday < 0 || !/^(?:of|in)$/.test(wordAt(tokens, start + 2))) return null;
  const month = monthNamed(tokens, start + 3, today);
  return month && { day: nthWeekday(month.last, position, weekday), precision: 'day', next: month.next };
}

/** The last day of "the month", "next month", "July". */
function monthNamed(
  tokens: readonly Token[],
  at: number,
  today: string,
): { last: string; next: number } | null {
  const bare = readWords(tokens, at, 'the month') ?? readWords(tokens, at, 'this month');
  if (bare !== null) return { last: endOfMonth(today), next: bare };
  const later = readWords(tokens, at, 'next month');
  if (later !== null) return { last: endOfMonth(today, 1), next: later };
  const month = monthAt(tokens, at);
  return month ? { last: endOfMonth(nearestDay(today, 28, { month })!), next: at + 1 } : null;
}

function nthWeekday(last: string, position: number, weekday: number): string {
  if (position === POSITIONS.length - 1) return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
  const [year, month] = last.split('-').map(Number) as [number, number];
  const first = makeDay(year, month, 1)!;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + position * 7);
}
