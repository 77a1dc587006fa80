import { readSmallNumber, type SpokenNumber } from './spoken-numbers.js';
import { endsBefore, readWords, wordAt, type Token } from './tokens.js';

export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

/** A time of day as it was said. */
export interface ClockTime {
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  /** Whether morning or afternoon was said; otherwise the likelier half of the day was taken. */
  readonly certain: boolean;
}

export interface ClockPhrase {
  /** Null when only a part of the day was said. */
  readonly clock: ClockTime | null;
  readonly part: PartOfDay | null;
  /** Index of the first token after it. */
  readonly next: number;
}

const PARTS: ReadonlyMap<string, PartOfDay> = new Map([
  ['morning', 'morning'],
  ['noon', 'noon'],
  ['midday', 'noon'],
  ['lunchtime', 'noon'],
  ['afternoon', 'afternoon'],
  ['evening', 'evening'],
  ['night', 'night'],
]);
/** Words that make a bare hour a time: "at seven", "around nine". */
const HOUR_MARK = /^(?:at|around|about|by|until|till|before|after|from|between)$/;
/** Words that may follow a bare hour; any other is what the number counts: "at five percent", "at two locations". */
const HOUR_FOLLOWERS = new Set(
  `in on at o'clock oclock sharp today tomorrow tonight this and or is was would works work to until till for here there then please with local
   next coming if so because right okay ok but not from the suits sounds latest earliest instead again already monday tuesday wednesday thursday
   friday saturday sunday now after anyway a my our your we i it you she he they as every each when which that am pm a.m a.m. p.m p.m.`.split(
    /\s+/,
  ),
);
const OCLOCK = /^o'?clock$/;
const HALF_DAY = /^([ap])\.?m\.?$/;

/** Hour and minute as said, before it is clear which half of the day is meant. */
interface Face {
  /** 0 to 24. */
  readonly hour: number;
  readonly minute: number;
  readonly next: number;
}

/** Reads a time of day that begins at token `at`: "half past nine", "at three", "7:45 pm", "in the afternoon", "noon". */
export function readClock(tokens: readonly Token[], at: number): ClockPhrase | null {
  const marked = HOUR_MARK.test(wordAt(tokens, at));
  let start = marked ? at + 1 : at;
  if (marked && /^(?:about|around)$/.test(wordAt(tokens, start))) start += 1;
  const face =
    readNamed(tokens, start) ??
    readRange(tokens, start) ??
    readRelative(tokens, start) ??
    readHalf(tokens, start) ??
    readDigital(tokens, start) ??
    readHour(tokens, start, marked);
  return face ? withHalf(tokens, face) : readPart(tokens, at);
}

function readNamed(tokens: readonly Token[], at: number): Face | null {
  const word = wordAt(tokens, at);
  if (word === 'noon' || word === 'midday') return { hour: 12, minute: 0, next: at + 1 };
  return word === 'midnight' ? { hour: 24, minute: 0, next: at + 1 } : null;
}

/** "from nine to five", "between ten and twelve": the first hour; "nine to five" alone is a time of its own. */
function readRange(tokens: readonly Token[], at: number): Face | null {
  const lead = wordAt(tokens, at - 1);
  const hour = /^(?:from|between)$/.test(lead) ? readOnFace(tokens, at) : null;
  if (!hour || !(lead === 'from' ? /^(?:to|till|until)$/ : /^and$/).test(wordAt(tokens, hour.next)))
    return null;
  const end = readOnFace(tokens, hour.next + 1) ?? readNamed(tokens, hour.next + 1);
  return end && isPlainEnd(tokens, end.next) ? { hour: hour.value, minute: 0, next: end.next } : null;
}

/** "half eleven" is half past, as the British say it. */
function readHalf(tokens: readonly Token[], at: number): Face | null {
  const hour =
    wordAt(tokens, at) === 'half' && !endsBefore(tokens, at + 1) ? readOnFace(tokens, at + 1) : null;
  return hour && isPlainEnd(tokens, hour.next) ? { hour: hour.value, minute: 30, next: hour.next } : null;
}

/** "half past nine", "a quarter to four", "ten minutes past six". */
function readRelative(tokens: readonly Token[], at: number): Face | null {
  const minutes = readFraction(tokens, wordAt(tokens, at) === 'a' ? at + 1 : at);
  if (!minutes) return null;
  const start = wordAt(tokens, minutes.next) === 'minutes' ? minutes.next + 1 : minutes.next;
  const direction = wordAt(tokens, start);
  const hour = readOnFace(tokens, start + 1);
  if (!hour || !isDirection(direction, minutes.value)) return null;
  if (direction === 'past' || direction === 'after')
    return { hour: hour.value, minute: minutes.value, next: hour.next };
  return { hour: (hour.value + 11) % 12 || 12, minute: 60 - minutes.value, next: hour.next };
}

/** Minutes up to half an hour. */
function readFraction(tokens: readonly Token[], at: number): { value: number; next: number } | null {
  const word = wordAt(tokens, at);
  if (word === 'half') return { value: 30, next: at + 1 };
  if (word === 'quarter') return { value: 15, next: at + 1 };
  const count = readSmallNumber(tokens, at);
  return count && !count.ordinal && count.value > 0 && count.value < 30 ? count : null;
}

/** "ten to seven" and "ten past seven", but "ten of them" is no time; "quarter of four" is. */
function isDirection(word: string, minutes: number): boolean {
  return word === 'past' || word === 'to' || (/^(?:after|before|of|till)$/.test(word) && minutes % 15 === 0);
}

/** An hour as it stands on a clock's face. */
export function readOnFace(tokens: readonly Token[], at: number): SpokenNumber | null {
  const hour = readHourNumber(tokens, at);
  return hour && hour.value <= 12 ? hour : null;
}

function readDigital(tokens: readonly Token[], at: number): Face | null {
  const match = /^(\d{1,2})([:.])(\d{2})$/.exec(wordAt(tokens, at));
  if (!match || Number(match[1]) > 24 || Number(match[3]) > 59) return null;
  if (match[2] === '.' && !isAmongTimes(tokens, at)) return null;
  return { hour: Number(match[1]), minute: Number(match[3]), next: at + 1 };
}

/** "3.50" may be a price; a point makes a time only beside other words of time. */
function isAmongTimes(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at - 1) === 'at' || /^[ap]\.?m|^o'clock|^in$|^on$/.test(wordAt(tokens, at + 1));
}

/** "seven o'clock", "three pm", and after a word like "at": "seven", "eight thirty". */
function readHour(tokens: readonly Token[], at: number, marked: boolean): Face | null {
  const hour = readHourNumber(tokens, at);
  if (!hour) return null;
  const sharp = { hour: hour.value, minute: 0, next: hour.next };
  if (isNamedHour(tokens, hour.next)) return sharp;
  const minute = readMinutes(tokens, hour.next);
  const face = minute ? { ...sharp, minute: minute.value, next: minute.next } : sharp;
  if (!marked) {
    const free = minute ? isFreeTime(tokens, at, face) : opensWithHour(tokens, at, face.next);
    return free || partFollows(tokens, face.next) ? face : null;
  }
  return minute !== null || isLoneHour(tokens, hour) ? face : null;
}

/** "three thirty on Friday", "I have nine forty": two numbers that stand where only a time can. */
function isFreeTime(tokens: readonly Token[], at: number, { hour, minute, next }: Face): boolean {
  if (hour > 12 || minute % 5 !== 0) return false;
  const follows = endsBefore(tokens, next) ? '' : wordAt(tokens, next);
  return (
    /^(?:on|tomorrow|today|sharp|this|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.test(follows) ||
    /^(?:have|got|free|slot|say|make|do|maybe|then|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.test(
      wordAt(tokens, at - 1),
    )
  );
}

/** "Two on Friday is fine", "Six at the Anchor?": a bare number is an hour where a sentence begins with it. */
function opensWithHour(tokens: readonly Token[], at: number, next: number): boolean {
  const follows = wordAt(tokens, next + 1);
  return (
    (at === 0 || endsBefore(tokens, at)) &&
    !endsBefore(tokens, next) &&
    ((wordAt(tokens, next) === 'at' && follows === 'the') ||
      (wordAt(tokens, next) === 'on' && /day$/.test(follows)) ||
      /^(?:tomorrow|today|tonight)$/.test(wordAt(tokens, next)))
  );
}

function readHourNumber(tokens: readonly Token[], at: number): SpokenNumber | null {
  const hour = readSmallNumber(tokens, at);
  return hour && !hour.ordinal && hour.value >= 1 && hour.value <= 24 ? hour : null;
}

function isLoneHour(tokens: readonly Token[], { value, next }: SpokenNumber): boolean {
  return value <= 12 && isPlainEnd(tokens, next);
}

function isNamedHour(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  return !endsBefore(tokens, at) && (OCLOCK.test(word) || HALF_DAY.test(word));
}

function isPlainEnd(tokens: readonly Token[], at: number): boolean {
  return endsBefore(tokens, at) || HOUR_FOLLOWERS.has(wordAt(tokens, at));
}

function partFollows(tokens: readonly Token[], at: number): boolean {
  return (
    readHalfDay(tokens, at) !== null ||
    (/^(?:in|at)$/.test(wordAt(tokens, at)) && readPart(tokens, at) !== null)
  );
}

/** "thirty", "oh five" right after an hour. */
export function readMinutes(tokens: readonly Token[], at: number): { value: number; next: number } | null {
  if (endsBefore(tokens, at)) return null;
  const isOh = wordAt(tokens, at) === 'oh';
  const minutes = readSmallNumber(tokens, isOh ? at + 1 : at);
  if (!minutes || minutes.ordinal) return null;
  if (isOh) return minutes.value < 10 ? minutes : null;
  return minutes.value >= 10 && minutes.value < 60 && isPlainEnd(tokens, minutes.next) ? minutes : null;
}

/** "in the afternoon", "evening", "at night". */
function readPart(tokens: readonly Token[], at: number): ClockPhrase | null {
  const led = readWords(tokens, at, 'in the') ?? (readWords(tokens, at, 'at night') ? at + 1 : null);
  let start = led ?? at;
  if (led !== null && /^(?:early|late)$/.test(wordAt(tokens, start))) start += 1;
  const part = PARTS.get(wordAt(tokens, start));
  if (!part) return null;
  return { clock: part === 'noon' ? { hour: 12, minute: 0, certain: true } : null, part, next: start + 1 };
}

function readHalfDay(tokens: readonly Token[], at: number): { pm: boolean; next: number } | null {
  const match = HALF_DAY.exec(wordAt(tokens, at));
  return match && !endsBefore(tokens, at) ? { pm: match[1] === 'p', next: at + 1 } : null;
}

function withHalf(tokens: readonly Token[], face: Face): ClockPhrase {
  const half = readHalfDay(tokens, face.next);
  if (half) {
    const hour = (face.hour % 12) + (half.pm ? 12 : 0);
    return { clock: { hour, minute: face.minute, certain: true }, part: null, next: half.next };
  }
  const next = OCLOCK.test(wordAt(tokens, face.next)) ? face.next + 1 : face.next;
  const said = readPart(tokens, next);
  if (said?.part) return { clock: clockIn(said.part, face), part: said.part, next: said.next };
  return { clock: likely(face), part: null, next };
}

/** The clock time that `hour` and `minute` mean in a part of the day. */
export function clockIn(part: PartOfDay, { hour, minute }: { hour: number; minute: number }): ClockTime {
  if (hour > 12) return { hour: hour % 24, minute, certain: true };
  const twelve = hour % 12;
  if (part === 'morning') return { hour: twelve, minute, certain: true };
  if (part === 'night') return { hour: twelve < 5 ? twelve : twelve + 12, minute, certain: true };
  return { hour: twelve + 12, minute, certain: true };
}

export function likely({ hour, minute }: { hour: number; minute: number }): ClockTime {
  if (hour > 12 || hour === 0) return { hour: hour % 24, minute, certain: true };
  // Nobody meets at three at night: one to half past six are afternoon unless said otherwise.
  return { hour: hour < 7 ? hour + 12 : hour, minute, certain: hour === 12 };
}
