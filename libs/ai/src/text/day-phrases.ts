import { readCount, readSmallNumber } from './spoken-numbers.js';
import { type Token } from './tokens.js';
import { addDays, daysBetween, endOfMonth, makeDay, weekdayOf } from './wall-clock.js';

export type DayPrecision = 'day' | 'week' | 'month';

/** A day as it was said. */
export interface DayPhrase {
  /** `YYYY-MM-DD`; for a week or month its last day; null when the parts contradict each other. */
  readonly day: string | null;
  readonly precision: DayPrecision;
  /** Index of the first token after it. */
  readonly next: number;
}

const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const SHORT_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const UNITS: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7, fortnight: 14 };
/** "the second half", "the first time", "the third one" are no days. */
const DAY_FOLLOWERS = new Set(
  `of at in on by to and or is was would works work suits sounds for from until till before after then that which so but if with please
   i we you she he they it instead latest right already around about not because when around noon morning afternoon evening night
   as through exactly sharp unless since will`.split(/\s+/),
);
const DAY_LEADS = new Set('on by until till before after from for since the around to not'.split(' '));

/** Reads a day that begins at token `at`, relative to `today`: "Thursday the twelfth", "in two weeks", "the first of May". */
export function readDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  return (
    readNamedDay(tokens, at, today) ??
    readWeekday(tokens, at, today) ??
    readOffset(tokens, at, today) ??
    readPeriod(tokens, at, today) ??
    readMonthFirst(tokens, at, today) ??
    readOrdinalDay(tokens, at, today) ??
    readFormal(tokens, at, today)
  );
}

function wordsAt(tokens: readonly Token[], at: number, words: string): number | null {
  const wanted = words.split(' ');
  return wanted.every((word, i) => tokens[at + i]?.word === word) ? at + wanted.length : null;
}

const NAMED: readonly (readonly [string, number])[] = [
  ['the day after tomorrow', 2],
  ['day after tomorrow', 2],
  ['the day before yesterday', -2],
  ['tomorrow', 1],
  ['yesterday', -1],
  ['today', 0],
  ['tonight', 0],
  ['this morning', 0],
  ['this afternoon', 0],
  ['this evening', 0],
  ['later today', 0],
  ['last night', -1],
];

function readNamedDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  for (const [words, days] of NAMED) {
    const next = wordsAt(tokens, at, words);
    if (next === null) continue;
    // The part of the day stays for the clock: "this evening" is today and evening.
    const keepsPart = words.startsWith('this ') || words === 'last night' ? next - 1 : next;
    return { day: addDays(today, days), precision: 'day', next: keepsPart };
  }
  return null;
}

/** "Thursday", "this Thursday", "next Friday", "Wednesday of next week", "Thursday the twelfth of March". */
function readWeekday(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const lead = tokens[at]?.word ?? '';
  const led = ['this', 'next', 'last', 'coming', 'that'].includes(lead);
  const index = WEEKDAYS.indexOf(tokens[led ? at + 1 : at]?.word ?? '');
  if (index < 0) return null;
  const next = at + (led ? 2 : 1);
  const exact = lead === 'last' ? null : readDayOfMonth(tokens, next, today, index);
  if (exact) return exact;
  const soon = addDays(today, ((index - weekdayOf(today) + 6) % 7) + 1);
  if (lead === 'last') return { day: addDays(soon, -7), precision: 'day', next };
  return weekdayInWeek(tokens, next, { today, soon, nextWeek: lead === 'next', index });
}

interface WeekdayChoice {
  readonly today: string;
  readonly soon: string;
  readonly nextWeek: boolean;
  readonly index: number;
}

function weekdayInWeek(tokens: readonly Token[], at: number, choice: WeekdayChoice): DayPhrase {
  const ofNext = wordsAt(tokens, at, 'of next week') ?? wordsAt(tokens, at, 'next week') ?? wordsAt(tokens, at, 'in the next week');
  const inNextWeek = addDays(choice.today, 7 - weekdayOf(choice.today) + choice.index);
  if (ofNext !== null || choice.nextWeek) return { day: inNextWeek, precision: 'day', next: ofNext ?? at };
  const ofThis = wordsAt(tokens, at, 'of this week') ?? wordsAt(tokens, at, 'this week');
  if (ofThis !== null) return { day: choice.soon, precision: 'day', next: ofThis };
  const inWeeks = wordsAt(tokens, at, 'week') ?? wordsAt(tokens, at, 'in a week') ?? wordsAt(tokens, at, 'after next');
  if (inWeeks !== null) return { day: addDays(choice.soon, 7), precision: 'day', next: inWeeks };
  return { day: choice.soon, precision: 'day', next: at };
}

/** The rest of "Thursday, the twelfth (of March)", "Thursday March 12th"; the weekday must agree. */
function readDayOfMonth(tokens: readonly Token[], at: number, today: string, weekday: number): DayPhrase | null {
  const byMonth = monthAt(tokens, at) ? readMonthFirst(tokens, at, today) : null;
  if (byMonth?.precision === 'day') return agreeing(byMonth, weekday);
  const start = tokens[at]?.word === 'the' ? at + 1 : at;
  const number = readSmallNumber(tokens, start);
  if (!number || !isDayNumber(number.value) || !number.ordinal || tokens[at]?.word === 'half') return null;
  const { month, next } = monthAfter(tokens, number.next);
  if (!month && start === at && !number.ordinal) return null;
  return { day: nearestDay(today, number.value, { month, weekday }), precision: 'day', next };
}

function agreeing(phrase: DayPhrase, weekday: number): DayPhrase {
  const agrees = phrase.day !== null && weekdayOf(phrase.day) === weekday;
  return agrees ? phrase : { ...phrase, day: null };
}

/** "in two weeks", "a week from today", "two weeks from Friday", "three days ago", "within ten days". */
function readOffset(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const led = ['in', 'within'].includes(tokens[at]?.word ?? '');
  const half = tokens[led ? at + 1 : at]?.word;
  if (half === undefined) return null;
  const count = readCount(tokens, led ? at + 1 : at);
  if (!count) return null;
  const unit = tokens[count.next]?.word ?? '';
  const after = count.next + 1;
  if (unit === 'month' || unit === 'months') return monthOffset(tokens, after, { led, today, count: count.value });
  const days = UNITS[unit];
  if (days === undefined) return null;
  if (tokens[after]?.word === 'ago') return { day: addDays(today, -days * count.value), precision: 'day', next: after + 1 };
  const base = baseOf(tokens, after, today);
  if (base) return { day: base.day && addDays(base.day, days * count.value), precision: 'day', next: base.next };
  if (!led) return null;
  const now = wordsAt(tokens, after, 'time') ?? after;
  return { day: addDays(today, days * count.value), precision: 'day', next: now };
}

function monthOffset(tokens: readonly Token[], at: number, told: { led: boolean; today: string; count: number }): DayPhrase | null {
  const [year, month, dayOfMonth] = told.today.split('-').map(Number) as [number, number, number];
  const ago = tokens[at]?.word === 'ago';
  if (!ago && !told.led) return null;
  const total = year * 12 + month - 1 + (ago ? -told.count : told.count);
  const target = makeDay(Math.floor(total / 12), (total % 12) + 1, Math.min(dayOfMonth, 28));
  return { day: target, precision: 'month', next: ago ? at + 1 : at };
}

function baseOf(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const word = tokens[at]?.word;
  if (word !== 'from' && word !== 'after') return null;
  if (tokens[at + 1]?.word === 'now') return { day: today, precision: 'day', next: at + 2 };
  return readNamedDay(tokens, at + 1, today) ?? readWeekday(tokens, at + 1, today);
}

/** "end of the month", "next week", "this weekend", "next month". */
function readPeriod(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const start = tokens[at]?.word === 'the' ? at + 1 : at;
  if (tokens[start]?.word === 'end' && tokens[start + 1]?.word === 'of') return endOf(tokens, start + 2, today);
  const lead = tokens[at]?.word ?? '';
  const unit = tokens[at + 1]?.word ?? '';
  const toSunday = 6 - weekdayOf(today);
  if (unit === 'weekend' && ['this', 'the', 'next', 'coming'].includes(lead) && tokens[at + 2]?.word !== 'of') {
    const saturday = addDays(today, Math.max(0, toSunday - 1) + (lead === 'next' && toSunday > 0 ? 7 : 0));
    return { day: saturday, precision: 'week', next: at + 2 };
  }
  if (unit === 'week' && lead === 'next') return { day: addDays(today, toSunday + 7), precision: 'week', next: at + 2 };
  if (unit === 'week' && lead === 'this') return { day: addDays(today, toSunday), precision: 'week', next: at + 2 };
  if (unit === 'month' && lead === 'next') return { day: endOfMonth(today, 1), precision: 'month', next: at + 2 };
  if (unit === 'month' && lead === 'this') return { day: endOfMonth(today), precision: 'month', next: at + 2 };
  if (lead === 'last' && /^(week|month|year|weekend)$/.test(unit)) return { day: addDays(today, -7), precision: 'month', next: at + 2 };
  return null;
}

/** After "end of": "the month", "next week", "May", "the day". A deadline, so it counts as one day. */
function endOf(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const start = ['the', 'this'].includes(tokens[at]?.word ?? '') ? at + 1 : at;
  const later = tokens[start]?.word === 'next' ? 1 : 0;
  const unit = tokens[start + later]?.word ?? '';
  const next = start + later + 1;
  if (unit === 'day') return { day: today, precision: 'day', next };
  if (unit === 'week') return { day: endOfWorkWeek(today, later), precision: 'day', next };
  if (unit === 'month') return { day: endOfMonth(today, later), precision: 'day', next };
  if (unit === 'year') return { day: `${Number(today.slice(0, 4)) + later}-12-31`, precision: 'day', next };
  const month = monthAt(tokens, start);
  return month ? { day: endOfMonth(nearestDay(today, 28, { month })!), precision: 'day', next } : null;
}

function endOfWorkWeek(today: string, weeks: number): string {
  const friday = addDays(today, 4 - weekdayOf(today) + weeks * 7);
  return friday < today ? addDays(friday, 2) : friday;
}

/** "March the twelfth", "March 12, 2026", "early May". */
function readMonthFirst(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const month = monthAt(tokens, at);
  if (!month) return null;
  const start = tokens[at + 1]?.word === 'the' ? at + 2 : at + 1;
  const number = readSmallNumber(tokens, start);
  const year = (index: number) => (/^20\d\d$/.test(tokens[index]?.word ?? '') ? Number(tokens[index]!.word) : null);
  if (number && isDayNumber(number.value) && (number.ordinal || !tokens[start]!.afterPause)) {
    const said = year(number.next);
    const day = said ? makeDay(said, month, number.value) : nearestDay(today, number.value, { month });
    return { day, precision: 'day', next: said ? number.next + 1 : number.next };
  }
  // "may" and "march" are also verbs: a bare month must be led by "in", "of", "until" and the like.
  if (!/^(in|of|until|till|by|since|last|next|early|late|mid|this|during|for|before)$/.test(tokens[at - 1]?.word ?? '')) return null;
  const said = year(at + 1);
  const first = said ? makeDay(said, month, 1)! : nearestDay(today, 28, { month })!;
  return { day: endOfMonth(first), precision: 'month', next: at + (said ? 2 : 1) };
}

/** "the twelfth", "the first of May", "12 May", "the 24th". */
function readOrdinalDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const hasThe = tokens[at]?.word === 'the';
  const number = readSmallNumber(tokens, hasThe ? at + 1 : at);
  if (!number || !isDayNumber(number.value)) return null;
  const { month, next } = monthAfter(tokens, number.next);
  if (month) {
    const said = /^20\d\d$/.test(tokens[next]?.word ?? '') ? Number(tokens[next]!.word) : null;
    const day = said ? makeDay(said, month, number.value) : nearestDay(today, number.value, { month });
    return { day, precision: 'day', next: said ? next + 1 : next };
  }
  if (!number.ordinal) return null;
  const after = tokens[number.next];
  const ends = after === undefined || after.afterPause || DAY_FOLLOWERS.has(after.word) || isTimeStart(tokens, number.next);
  const led = hasThe && (DAY_LEADS.has(tokens[at - 1]?.word ?? '') || at === 0 || tokens[at]!.afterPause || number.value > 3);
  const digits = /^\d+(st|nd|rd|th)$/.test(tokens[hasThe ? at + 1 : at]!.word) && DAY_LEADS.has(tokens[at - 1]?.word ?? '');
  return ends && (led || digits) ? { day: nearestDay(today, number.value, {}), precision: 'day', next: number.next } : null;
}

function isTimeStart(tokens: readonly Token[], at: number): boolean {
  const [word, after] = [tokens[at]?.word ?? '', tokens[at + 1]?.word ?? ''];
  return WEEKDAYS.includes(word) || /^\d/.test(word) || (word === 'half' && after === 'past') || (word === 'a' && after === 'quarter');
}

/** `2026-03-12`, `3/12`, `3/12/2026`. */
function readFormal(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const word = tokens[at]?.word ?? '';
  if (/^\d{4}-\d\d-\d\d$/.test(word)) return { day: word, precision: 'day', next: at + 1 };
  const match = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?$/.exec(word);
  if (!match || Number(match[1]) > 12 || !isDayNumber(Number(match[2]))) return null;
  const [month, dayOfMonth] = [Number(match[1]), Number(match[2])];
  if (match[3] === undefined) {
    // "1/2 cup": a fraction unless a word of time leads.
    return DAY_LEADS.has(tokens[at - 1]?.word ?? '') ? { day: nearestDay(today, dayOfMonth, { month }), precision: 'day', next: at + 1 } : null;
  }
  const year = match[3].length === 2 ? 2000 + Number(match[3]) : Number(match[3]);
  return { day: makeDay(year, month, dayOfMonth), precision: 'day', next: at + 1 };
}

function isDayNumber(value: number): boolean {
  return value >= 1 && value <= 31;
}

function monthAt(tokens: readonly Token[], at: number): number | null {
  const word = tokens[at]?.word ?? '';
  const index = MONTHS.indexOf(word) >= 0 ? MONTHS.indexOf(word) : word === 'sept' ? 8 : SHORT_MONTHS.indexOf(word);
  if (index < 0) return null;
  // Speech has no "mar", but it has "may I" and "march on": the capital tells.
  return /^[A-Z]/.test(tokens[at]!.raw) || tokens[at - 1]?.word === 'of' ? index + 1 : null;
}

function monthAfter(tokens: readonly Token[], at: number): { month: number | null; next: number } {
  const start = tokens[at]?.word === 'of' ? at + 1 : at;
  if (tokens[start] === undefined || (start === at && tokens[at]!.afterPause)) return { month: null, next: at };
  const month = monthAt(tokens, start);
  if (month) return { month, next: start + 1 };
  const relative = wordsAt(tokens, at, 'of this month') ?? wordsAt(tokens, at, 'of the month');
  return { month: null, next: relative ?? at };
}

/** The first day from `today` on that fits; a month that has just passed is looked for in the past when it lies near. */
function nearestDay(today: string, dayOfMonth: number, fits: { month?: number | null; weekday?: number }): string | null {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const matches: string[] = [];
  for (let step = -2; step <= 12; step += 1) {
    const total = year * 12 + month - 1 + step;
    if (fits.month && (total % 12) + 1 !== fits.month) continue;
    const day = makeDay(Math.floor(total / 12), (total % 12) + 1, dayOfMonth);
    if (day && (fits.weekday === undefined || weekdayOf(day) === fits.weekday)) matches.push(day);
  }
  const ahead = matches.find((day) => day >= today) ?? null;
  const behind = fits.month ? matches.findLast((day) => day < today) : undefined;
  if (behind !== undefined && (ahead === null || daysBetween(today, ahead) > 250)) return behind;
  return ahead;
}
