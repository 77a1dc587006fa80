import { clockIn, readClock, type ClockTime, type PartOfDay } from './clock-phrases.js';
import { readDay } from './day-phrases.js';
import { type DayPrecision } from './days.js';
import { tokenize, wordAt, type Token } from './tokens.js';
import { localTimeOf } from './wall-clock.js';

/** What a spoken date counts from. */
export interface DateReference {
  readonly startedAtMs: number;
  readonly timeZone: string;
}

/** A date or time of day found in a text. */
export interface DateMention {
  /** Offsets of the words, a leading preposition included. */
  readonly start: number;
  readonly end: number;
  /** The word before it, e.g. `by`, `on`, `until`; empty when none of them leads. */
  readonly relation: string;
  /** `YYYY-MM-DD` in the owner's time zone, or null: none was said, or weekday and number disagree. */
  readonly day: string | null;
  /** Whether one day was said, or a week or month (then `day` is its last). */
  readonly precision: DayPrecision;
  readonly clock: ClockTime | null;
  readonly part: PartOfDay | null;
}

const RELATIONS = new Set(
  'on by until till before after from since at for in around about not due no next this that through within'.split(
    ' ',
  ),
);
/** Words that may stand between a day and its time. */
const GLUE = new Set([
  'at',
  'around',
  'about',
  'from',
  'in',
  'on',
  'the',
  'of',
  'by',
  'and',
  'then',
  'maybe',
  'say',
  'early',
  'late',
  'before',
]);

interface Found {
  readonly from: number;
  readonly next: number;
  readonly day: string | null;
  readonly precision: DayPrecision | null;
  readonly clock: ClockTime | null;
  readonly part: PartOfDay | null;
}

/**
 * Dates and times of day as people say them ("Thursday the twelfth at three in the afternoon", "by Wednesday", "half past nine"),
 * in order. Spoken numbers and digits are read alike. A day and a time that belong together are one mention. Linear.
 */
export function findDates(text: string, reference: DateReference): DateMention[] {
  const tokens = tokenize(text).map(withoutPossessive);
  const today = localTimeOf(reference.startedAtMs, reference.timeZone).day;
  return joinAdjacent(scan(tokens, today), tokens).map((found) => toMention(found, tokens));
}

const OF_DAY = /^(today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)'s$/;

/** "tomorrow's meeting" is tomorrow. */
function withoutPossessive(token: Token): Token {
  const word = token.word.replace(OF_DAY, '$1');
  return word === token.word ? token : { ...token, word };
}

function scan(tokens: readonly Token[], today: string): Found[] {
  const found: Found[] = [];
  let at = 0;
  while (at < tokens.length) {
    const hit = readAt(tokens, at, today);
    if (hit) found.push(hit);
    at = hit ? hit.next : at + 1;
  }
  return found;
}

function readAt(tokens: readonly Token[], at: number, today: string): Found | null {
  // "every Monday", "each morning" is a habit, no date.
  if (/^(?:every|each)$/.test(tokens[at - 1]?.word ?? '')) return null;
  const day = readDay(tokens, at, today);
  if (day) {
    const tonight = tokens[at]?.word === 'tonight' ? ('evening' as const) : null;
    return { from: at, next: day.next, day: day.day, precision: day.precision, clock: null, part: tonight };
  }
  return readTime(tokens, at);
}

function readTime(tokens: readonly Token[], at: number): Found | null {
  const read = readClock(tokens, at);
  if (!read || (read.clock === null && isInName(tokens, at))) return null;
  return { from: at, next: read.next, day: null, precision: null, clock: read.clock, part: read.part };
}

/** "Grandparents' Morning", "the Poets' Evening": no part of the day. */
function isInName(tokens: readonly Token[], at: number): boolean {
  const { raw, afterPause } = tokens[at]!;
  return at > 0 && !afterPause && /^\p{Lu}/u.test(raw) && !/day$/.test(wordAt(tokens, at - 1));
}

/** Joins a day and the time beside it. */
function joinAdjacent(all: readonly Found[], tokens: readonly Token[]): Found[] {
  const joined: Found[] = [];
  for (const found of all) {
    const last = joined.at(-1);
    if (last && belongTogether(last, found, tokens)) joined[joined.length - 1] = join(last, found);
    else joined.push(found);
  }
  return joined;
}

function belongTogether(left: Found, right: Found, tokens: readonly Token[]): boolean {
  const between = tokens.slice(left.next, right.from);
  if (between.length > 3 || !between.every(({ word }) => GLUE.has(word))) return false;
  if (tokens.slice(left.next, right.from + 1).some(({ raw }, i) => raw === 'and' && i === 0)) return false;
  if (left.precision && right.precision) return sameDay(left, right, tokens);
  return (
    !(left.clock && right.clock) &&
    (left.precision !== null || right.precision !== null || left.clock === null)
  );
}

/** "in two weeks, on Tuesday the twenty-first": one day said twice. */
function sameDay(left: Found, right: Found, tokens: readonly Token[]): boolean {
  if (left.clock && right.clock) return false;
  return (
    tokens[right.from]!.start - tokens[left.next - 1]!.end <= 6 && left.day !== null && left.day === right.day
  );
}

function join(left: Found, right: Found): Found {
  const part = left.part ?? right.part;
  const clock = left.clock ?? right.clock;
  const sharpened = clock && part && !clock.certain ? clockIn(part, clock) : clock;
  return {
    from: left.from,
    next: right.next,
    day: left.precision ? left.day : right.day,
    precision: left.precision ?? right.precision,
    clock: sharpened,
    part,
  };
}

function toMention(found: Found, tokens: readonly Token[]): DateMention {
  const before = tokens[found.from - 1];
  const first = tokens[found.from]!;
  const led = before !== undefined && !first.afterPause && RELATIONS.has(before.word);
  const own = RELATIONS.has(first.word) && !['this', 'next', 'that'].includes(first.word) ? first.word : '';
  return {
    start: led ? before.start : first.start,
    end: tokens[found.next - 1]!.end,
    relation: led ? before.word : own,
    day: found.day,
    precision: found.precision ?? 'day',
    clock: found.clock,
    part: found.part,
  };
}
