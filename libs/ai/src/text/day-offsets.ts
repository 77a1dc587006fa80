import { type DayPhrase } from './days.js';
import { readCount } from './spoken-numbers.js';
import { readWords, wordAt, type Token } from './tokens.js';
import { addDays, makeDay } from './wall-clock.js';

const UNIT_DAYS: ReadonlyMap<string, number> = new Map([
  ['day', 1],
  ['days', 1],
  ['week', 7],
  ['weeks', 7],
  ['fortnight', 14],
  ['fortnights', 14],
]);

export interface OffsetContext {
  readonly today: string;
  /** Reads the day that the offset counts from: "Friday", "tomorrow". */
  readonly readBase: (tokens: readonly Token[], at: number, today: string) => DayPhrase | null;
}

interface Offset extends OffsetContext {
  /** Whether "in" or "within" stands before it. */
  readonly led: boolean;
  /** In days, or in months. */
  readonly count: number;
}

/** "in two weeks", "a week from today", "a fortnight on Saturday", "three days ago", "within ten days". */
export function readOffset(tokens: readonly Token[], at: number, context: OffsetContext): DayPhrase | null {
  const led = /^(?:in|within)$/.test(wordAt(tokens, at));
  const count = readCount(tokens, led ? at + 1 : at);
  if (!count) return null;
  const unit = wordAt(tokens, count.next);
  const told = { ...context, led, count: count.value };
  if (/^months?$/.test(unit)) return monthOffset(tokens, count.next + 1, told);
  const unitDays = UNIT_DAYS.get(unit);
  return unitDays === undefined
    ? null
    : dayOffset(tokens, count.next + 1, { ...told, count: unitDays * count.value });
}

function dayOffset(tokens: readonly Token[], after: number, offset: Offset): DayPhrase | null {
  const { led, today, count: days } = offset;
  if (wordAt(tokens, after) === 'ago')
    return { day: addDays(today, -days), precision: 'day', next: after + 1 };
  const base = baseOf(tokens, after, offset);
  if (base) return { ...base, day: base.day && addDays(base.day, days) };
  return led
    ? { day: addDays(today, days), precision: 'day', next: readWords(tokens, after, 'time') ?? after }
    : null;
}

function monthOffset(tokens: readonly Token[], at: number, { led, today, count }: Offset): DayPhrase | null {
  const ago = wordAt(tokens, at) === 'ago';
  const fromNow = readWords(tokens, at, 'from now') ?? readWords(tokens, at, 'from today');
  if (!ago && !led && fromNow === null) return null;
  const [year, month, dayOfMonth] = today.split('-').map(Number) as [number, number, number];
  const total = year * 12 + month - 1 + (ago ? -count : count);
  const target = makeDay(Math.floor(total / 12), (total % 12) + 1, Math.min(dayOfMonth, 28));
  return { day: target, precision: 'month', next: ago ? at + 1 : (fromNow ?? at) };
}

/** The day after "from", "after" or "on" in "a week from today"; "two weeks today" counts from today without such a word. */
function baseOf(
  tokens: readonly Token[],
  at: number,
  { led, today, count, readBase }: Offset,
): DayPhrase | null {
  const lead = wordAt(tokens, at);
  if (/^(?:today|tomorrow)$/.test(lead)) return readBase(tokens, at, today);
  // "in two weeks, on Tuesday" names one day twice.
  if (lead === 'on' ? led || count % 7 !== 0 : !/^(?:from|after)$/.test(lead)) return null;
  if (wordAt(tokens, at + 1) === 'now') return { day: today, precision: 'day', next: at + 2 };
  return readBase(tokens, at + 1, today);
}
