import { monthAt, nearestDay, WEEKDAYS, yearAt, type DayPhrase } from './days.js';
import { readFeast, readNthWeekday } from './calendar-days.js';
import { readOffset } from './day-offsets.js';
import { readPeriod } from './period-phrases.js';
import { readSmallNumber, type SpokenNumber } from './spoken-numbers.js';
import { endsBefore, readWords, wordAt, type Token } from './tokens.js';
import { addDays, daysBetween, endOfMonth, makeDay, weekdayOf } from './wall-clock.js';

/** After the number of a day; any other word is what it counts: "the second half", "the third one". */
const DAY_FOLLOWERS = new Set(
  `of at in on by to and or is was would works work suits sounds for from until till before after then that which so but if with please
   i we you she he they it instead latest right already around about not because when noon morning afternoon evening night as through
   exactly sharp unless since will`.split(/\s+/),
);
const DAY_LEAD = /^(?:on|by|until|till|before|after|from|for|since|the|around|to|not)$/;
const MONTH_LEAD = /^(?:in|of|until|till|by|since|last|next|early|late|mid|this|during|for|before)$/;

/** Reads a day that begins at token `at`, relative to `today`: "Thursday the twelfth", "in two weeks", "the first of May". */
export function readDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  return (
    readFeast(tokens, at, today) ??
    readNthWeekday(tokens, at, today) ??
    readNamedDay(tokens, at, today) ??
    readWeekday(tokens, at, today) ??
    readOffset(tokens, at, { today, readBase }) ??
    readPeriod(tokens, at, today) ??
    readMonthFirst(tokens, at, today) ??
    readNumberedDay(tokens, at, today) ??
    readFormal(tokens, at, today)
  );
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

/** The day that "a week from" and "two weeks on" count from. */
function readBase(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  return readNamedDay(tokens, at, today) ?? readWeekday(tokens, at, today);
}

function readNamedDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  for (const [words, days] of NAMED) {
    const next = readWords(tokens, at, words);
    if (next === null) continue;
    // The part of the day stays for the clock: "this evening" is today and evening.
    const keepsPart = /^(?:this|last) /.test(words);
    return { day: addDays(today, days), precision: 'day', next: keepsPart ? next - 1 : next };
  }
  return null;
}

/** "Thursday", "this Thursday", "next Friday", "Wednesday of next week", "Thursday the twelfth of March". */
function readWeekday(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const lead = /^(?:this|next|last|coming|that)$/.exec(wordAt(tokens, at))?.[0] ?? '';
  const weekday = WEEKDAYS.indexOf(wordAt(tokens, lead ? at + 1 : at));
  if (weekday < 0) return null;
  const next = at + (lead ? 2 : 1);
  const soon = addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
  if (lead === 'last') return { day: addDays(soon, -7), precision: 'day', next };
  const numbered = readNumberOfWeekday(tokens, next, { today, weekday });
  return numbered ?? weekdayInWeek(tokens, next, { today, soon, weekday, nextWeek: lead === 'next' });
}

interface WeekdayChoice {
  readonly today: string;
  readonly soon: string;
  readonly weekday: number;
  readonly nextWeek: boolean;
}

/** "Tuesday week", "Friday in two weeks": weeks after the next such day. */
const WEEKS_LATER: readonly (readonly [number, readonly string[]])[] = [
  [1, ['week', 'in a week', 'after next']],
  [2, ['fortnight', 'in a fortnight', 'in two weeks']],
];

function weekdayInWeek(
  tokens: readonly Token[],
  at: number,
  { today, soon, weekday, nextWeek }: WeekdayChoice,
): DayPhrase {
  const ofNext = firstOf(tokens, at, ['of next week', 'next week', 'in the next week']);
  const inNextWeek = addDays(today, 7 - weekdayOf(today) + weekday);
  if (ofNext !== null || nextWeek) return { day: inNextWeek, precision: 'day', next: ofNext ?? at };
  for (const [weeks, phrases] of WEEKS_LATER) {
    const later = firstOf(tokens, at, phrases);
    if (later !== null) return { day: addDays(soon, 7 * weeks), precision: 'day', next: later };
  }
  return { day: soon, precision: 'day', next: firstOf(tokens, at, ['of this week', 'this week']) ?? at };
}

function firstOf(tokens: readonly Token[], at: number, phrases: readonly string[]): number | null {
  for (const phrase of phrases) {
    const next = readWords(tokens, at, phrase);
    if (next !== null) return next;
  }
  return null;
}

/** The rest of "Thursday, the twelfth (of March)", "Thursday March 12th"; the weekday must agree. */
function readNumberOfWeekday(
  tokens: readonly Token[],
  at: number,
  said: { today: string; weekday: number },
): DayPhrase | null {
  const byMonth = monthAt(tokens, at) ? readMonthFirst(tokens, at, said.today) : null;
  if (byMonth?.precision === 'day') {
    const agrees = byMonth.day !== null && weekdayOf(byMonth.day) === said.weekday;
    return agrees ? byMonth : { ...byMonth, day: null };
  }
  const hasThe = wordAt(tokens, at) === 'the';
  const number = readSmallNumber(tokens, hasThe ? at + 1 : at);
  if (!number?.ordinal || !isDayNumber(number)) return readMisheardNumber(tokens, at, said);
  const { month, next } = monthAfter(tokens, number.next);
  return {
    day: nearestDay(said.today, number.value, { month, weekday: said.weekday }),
    precision: 'day',
    next,
  };
}

/** A number that was misheard agrees with its weekday only when it lies as near as what people speak of with both. */
const MISHEARD_WITHIN_DAYS = 62;

/** "Saturday, but twenty-fourth", "Friday, the twenty": one sound of "the twentieth" was misheard; the weekday tells that it is a day. */
function readMisheardNumber(
  tokens: readonly Token[],
  at: number,
  { today, weekday }: { today: string; weekday: number },
): DayPhrase | null {
  const number = readSmallNumber(tokens, at + 1);
  if (!number || !isDayNumber(number) || number.value <= 3) return null;
  const { month, next } = monthAfter(tokens, number.next);
  const isDay = number.ordinal && (month !== null || isDayEnd(tokens, number.next));
  if (!isDay && wordAt(tokens, at) !== 'the') return null;
  const day = nearestDay(today, number.value, { month, weekday });
  const isNear = day !== null && daysBetween(today, day) <= MISHEARD_WITHIN_DAYS;
  return isNear ? { day, precision: 'day', next } : null;
}

/** "March the twelfth", "March 12, 2026", "in May". */
function readMonthFirst(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const month = monthAt(tokens, at);
  if (!month) return null;
  const start = wordAt(tokens, at + 1) === 'the' ? at + 2 : at + 1;
  const number = readSmallNumber(tokens, start);
  if (number && isDayNumber(number) && (number.ordinal || !endsBefore(tokens, start))) {
    const year = yearAt(tokens, number.next);
    return {
      day: nearestDay(today, number.value, { month, year }),
      precision: 'day',
      next: year ? number.next + 1 : number.next,
    };
  }
  // "may" and "march" are also verbs: a bare month must be led by "in", "of", "until" and the like.
  if (!MONTH_LEAD.test(wordAt(tokens, at - 1))) return null;
  const year = yearAt(tokens, at + 1);
  const inMonth = nearestDay(today, 28, { month, year })!;
  return { day: endOfMonth(inMonth), precision: 'month', next: at + (year ? 2 : 1) };
}

/** "the twelfth", "the first of May", "12 May", "the 24th". */
function readNumberedDay(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const hasThe = wordAt(tokens, at) === 'the';
  const number = readSmallNumber(tokens, hasThe ? at + 1 : at);
  if (!number || !isDayNumber(number)) return null;
  const { month, next } = monthAfter(tokens, number.next);
  if (month) {
    const year = yearAt(tokens, next);
    return {
      day: nearestDay(today, number.value, { month, year }),
      precision: 'day',
      next: year ? next + 1 : next,
    };
  }
  const nextMonth = readWords(tokens, number.next, 'of next month');
  if (nextMonth !== null) {
    const [year, thisMonth] = endOfMonth(today, 1).split('-').map(Number) as [number, number];
    return { day: makeDay(year, thisMonth, number.value), precision: 'day', next: nextMonth };
  }
  if (!number.ordinal || !isDayEnd(tokens, number.next) || !isDayStart(tokens, at, number)) return null;
  return { day: nearestDay(today, number.value, {}), precision: 'day', next: number.next };
}

/** "by the twelfth", "on 24th"; low numbers alone ("the second") are mostly no days. */
function isDayStart(tokens: readonly Token[], at: number, { value }: SpokenNumber): boolean {
  const led = DAY_LEAD.test(wordAt(tokens, at - 1));
  if (wordAt(tokens, at) !== 'the') return led && /^\d/.test(wordAt(tokens, at));
  return led || value > 3 || at === 0 || endsBefore(tokens, at);
}

function isDayEnd(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  if (
    endsBefore(tokens, at) ||
    DAY_FOLLOWERS.has(word) ||
    /ly$/.test(word) ||
    WEEKDAYS.includes(word) ||
    /^\d/.test(word)
  )
    return true;
  return readWords(tokens, at, 'half past') !== null || readWords(tokens, at, 'a quarter') !== null;
}

/** `2026-03-12`, `3/12/2026`, and after a word of time `3/12`. */
function readFormal(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const word = wordAt(tokens, at);
  if (/^\d{4}-\d\d-\d\d$/.test(word)) return { day: word, precision: 'day', next: at + 1 };
  const match = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?$/.exec(word);
  // "1/2 cup" is a fraction.
  if (!match || Number(match[1]) > 12 || !(match[3] || DAY_LEAD.test(wordAt(tokens, at - 1)))) return null;
  const year = match[3] ? (Number(match[3]) % 2_000) + 2_000 : null;
  return {
    day: nearestDay(today, Number(match[2]), { month: Number(match[1]), year }),
    precision: 'day',
    next: at + 1,
  };
}

function isDayNumber({ value }: SpokenNumber): boolean {
  return value >= 1 && value <= 31;
}

/** "of May", "May", "of this month" after the number of a day. */
function monthAfter(tokens: readonly Token[], at: number): { month: number | null; next: number } {
  const start = wordAt(tokens, at) === 'of' ? at + 1 : at;
  const month = start === at && endsBefore(tokens, at) ? null : monthAt(tokens, start);
  if (month) return { month, next: start + 1 };
  return { month: null, next: firstOf(tokens, at, ['of this month', 'of the month']) ?? at };
}
