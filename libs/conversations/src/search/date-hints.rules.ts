/** A day, or a period, that a question names. Days are counted in the owner's time zone and held as UTC midnights. */
export interface Day {
  readonly fromMs: number;
  readonly toMs: number;
  /** Without a year: any year's. `fromMs` and `toMs` are then those of the year 2000. */
  readonly everyYear: boolean;
}

export const DAY_MS = 86_400_000;
const LEAP_YEAR = 2000;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const MONTH = `(${MONTHS.map((month) => `${month}|${month.slice(0, 3)}\\b\\.?`).join('|')})`;
const ORDINAL = '(?:st|nd|rd|th)?';
const YEAR = '(?:,?\\s+(?:of\\s+)?((?:19|20)\\d\\d))?';
const ISO = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/g;
const DAY_MONTH = new RegExp(`\\b(\\d{1,2})${ORDINAL}\\s+(?:of\\s+)?${MONTH}${YEAR}(?![\\p{L}])`, 'giu');
const MONTH_DAY = new RegExp(`\\b${MONTH}\\s+(?:the\\s+)?(\\d{1,2})${ORDINAL}\\b(?!\\d)${YEAR}`, 'giu');
const MONTH_ALONE = new RegExp(
  `\\b(in|during|of|by|since|last|this)?\\s*\\b${MONTH}${YEAR}(?![\\p{L}])`,
  'giu',
);
const AGO = /\b(\d{1,3}|a|one|two|three|four|five|six)\s+(day|week|month|year)s?\s+ago\b/gi;
const LAST = new RegExp(`\\b(last|this|past)\\s+(week|month|year|weekend|${WEEKDAYS.join('|')})\\b`, 'gi');
const NEAR = /\b(today|yesterday|tonight)\b/gi;
const SMALL_NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

/**
 * The days that a question names: `7 May 2023`, `May 7th`, `2023-05-07`, `in January 2022`, `yesterday`, `last week`, `two months ago`. English.
 * Unlike the dates of tasks (`findDates`), these lie in the past, and one without a year is meant in any year.
 *
 * @param today UTC midnight of the owner's day
 */
export function daysNamedIn(text: string, today: number): Day[] {
  const found: Day[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => Day | null) => {
    for (const match of [...rest.matchAll(pattern)]) {
      const day = read(match);
      if (!day) continue;
      found.push(day);
      // What was read is not read again: the month of a day is no month of its own.
      rest = rest.replace(match[0], ' '.repeat(match[0].length));
    }
  };
  take(ISO, ([, year, month, day]) => oneDay(Number(year), Number(month) - 1, Number(day)));
  take(DAY_MONTH, ([, day, month, year]) => oneDay(yearOf(year), monthOf(month!), Number(day)));
  take(MONTH_DAY, ([, month, day, year]) => oneDay(yearOf(year), monthOf(month!), Number(day)));
  take(MONTH_ALONE, ([, lead, month, year]) => wholeMonth(lead, month!, year));
  take(AGO, ([, count, unit]) => ago(count!, unit!.toLowerCase(), today));
  take(LAST, ([, which, unit]) => recent(which!.toLowerCase(), unit!.toLowerCase(), today));
  take(NEAR, ([, word]) => span(today - (word!.toLowerCase() === 'yesterday' ? DAY_MS : 0)));
  return found;
}

/** How many days a moment lies from the day or period, 0 within it. */
export function daysFrom(day: Day, atMs: number): number {
  if (!day.everyYear) return distance(day.fromMs, day.toMs, atMs);
  const year = new Date(atMs).getUTCFullYear();
  const shifted = [year - 1, year, year + 1].map((other) =>
    distance(inYear(day.fromMs, other), inYear(day.toMs, other), atMs),
  );
  return Math.min(...shifted);
}

function distance(fromMs: number, toMs: number, atMs: number): number {
  // The last day is a day long.
  return Math.max(0, fromMs - atMs, atMs - (toMs + DAY_MS - 1)) / DAY_MS;
}

function inYear(atMs: number, year: number): number {
  return new Date(atMs).setUTCFullYear(year);
}

function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year);
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3)));
}

function oneDay(year: number | null, month: number, day: number): Day | null {
  const fromMs = Date.UTC(year ?? LEAP_YEAR, month, day);
  const isReal = new Date(fromMs).getUTCMonth() === month && day >= 1;
  return isReal ? { fromMs, toMs: fromMs, everyYear: year === null } : null;
}

/** "may", "march" and "mar" alone are mostly no month: they count where a preposition or a year says so. */
function wholeMonth(lead: string | undefined, name: string, year: string | undefined): Day | null {
  const isPlain = !/^(?:may|march|...\.?)$/i.test(name);
  if (!isPlain && lead === undefined && year === undefined) return null;
  const number = yearOf(year) ?? LEAP_YEAR;
  const month = monthOf(name);
  return {
    fromMs: Date.UTC(number, month, 1),
    toMs: Date.UTC(number, month + 1, 0),
    everyYear: year === undefined,
  };
}

function ago(count: string, unit: string, today: number): Day {
  const number = SMALL_NUMBERS[count.toLowerCase()] ?? Number(count);
  const days = UNIT_DAYS[unit]!;
  return span(today - number * days * DAY_MS, days - 1);
}

function recent(which: string, unit: string, today: number): Day {
  const weekday = WEEKDAYS.indexOf(unit);
  const sinceSunday = new Date(today).getUTCDay();
  if (weekday >= 0) return span(today - (((sinceSunday - weekday + 6) % 7) + 1) * DAY_MS);
  const days = unit === 'weekend' ? 7 : UNIT_DAYS[unit]!;
  return which === 'last' ? span(today - 2 * days * DAY_MS, 2 * days) : span(today - days * DAY_MS, days);
}

function span(fromMs: number, days = 0): Day {
  return { fromMs, toMs: fromMs + days * DAY_MS, everyYear: false };
}
