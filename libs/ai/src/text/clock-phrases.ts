import { readSmallNumber } from './spoken-numbers.js';
import { type Token } from './tokens.js';

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

const PARTS: Readonly<Record<string, PartOfDay>> = {
  morning: 'morning',
  noon: 'noon',
  midday: 'noon',
  lunchtime: 'noon',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
};
/** Words that make a bare hour a time: "at seven", "around nine". */
const HOUR_MARKS = new Set(['at', 'around', 'about', 'by', 'until', 'till', 'before', 'after', 'from', 'to', 'for', 'between', 'past', 'not', 'make']);
/** Words that show that the number before them counts things: "at five percent", "at two locations". */
const CLOCK_FOLLOWERS = new Set(
  `in on at o'clock oclock sharp today tomorrow tonight this and or is was would works work to until till for here there then please with
   if so because right okay ok because but not from the works suits sounds latest earliest instead again already monday tuesday wednesday
   thursday friday saturday sunday a my our your we i it you she he they as every each when which that am pm`.split(/\s+/),
);

/** Reads a time of day that begins at token `at`: "half past nine", "at three", "7:45 pm", "in the afternoon", "noon". */
export function readClock(tokens: readonly Token[], at: number): ClockPhrase | null {
  let start = at;
  const mark = tokens[start]?.word ?? '';
  const marked = HOUR_MARKS.has(mark);
  if (marked) start += 1;
  if (marked && ['about', 'around'].includes(tokens[start]?.word ?? '')) start += 1;
  const bare = readBareClock(tokens, start, marked && mark !== 'past' && mark !== 'to');
  if (bare) return withPart(tokens, bare);
  return readPart(tokens, at);
}

interface Bare {
  readonly hour: number;
  readonly minute: number;
  readonly next: number;
}

function readBareClock(tokens: readonly Token[], at: number, marked: boolean): Bare | null {
  return readNamed(tokens, at) ?? readRelative(tokens, at) ?? readDigital(tokens, at) ?? readHour(tokens, at, marked);
}

function readNamed(tokens: readonly Token[], at: number): Bare | null {
  const word = tokens[at]?.word;
  if (word === 'noon' || word === 'midday') return { hour: 12, minute: 0, next: at + 1 };
  if (word === 'midnight') return { hour: 24, minute: 0, next: at + 1 };
  return null;
}

/** "half past nine", "a quarter to four", "ten minutes past six". */
function readRelative(tokens: readonly Token[], at: number): Bare | null {
  let next = tokens[at]?.word === 'a' ? at + 1 : at;
  let minutes: number;
  if (tokens[next]?.word === 'half') minutes = 30;
  else if (tokens[next]?.word === 'quarter') minutes = 15;
  else {
    const count = readSmallNumber(tokens, next);
    if (!count || count.ordinal || count.value > 29 || count.value === 0) return null;
    minutes = count.value;
    next = count.next - 1;
  }
  next += 1;
  if (tokens[next]?.word === 'minutes') next += 1;
  const direction = tokens[next]?.word ?? '';
  if (!['past', 'after', 'to', 'before', 'of', 'till'].includes(direction)) return null;
  const hour = readSmallNumber(tokens, next + 1);
  if (!hour || hour.ordinal || hour.value < 1 || hour.value > 12) return null;
  if (!['past', 'to'].includes(direction) && minutes !== 15 && minutes !== 30) return null;
  const back = direction !== 'past' && direction !== 'after';
  return { hour: back ? (hour.value + 11) % 12 || 12 : hour.value, minute: back ? 60 - minutes : minutes, next: hour.next };
}

function readDigital(tokens: readonly Token[], at: number): Bare | null {
  const match = /^(\d{1,2})[:.](\d{2})$/.exec(tokens[at]?.word ?? '');
  if (!match || Number(match[1]) > 24 || Number(match[2]) > 59) return null;
  // "3.50" may be a price; a point makes a time only beside other words of time.
  if (tokens[at]!.raw.includes('.') && !/^[ap]\.?m|^o'clock|^in$|^on$/.test(tokens[at + 1]?.word ?? '') && tokens[at - 1]?.word !== 'at') return null;
  return { hour: Number(match[1]), minute: Number(match[2]), next: at + 1 };
}

/** "seven o'clock", "three pm", and after a word like "at": "seven", "eight thirty". */
function readHour(tokens: readonly Token[], at: number, marked: boolean): Bare | null {
  const hour = readSmallNumber(tokens, at);
  if (!hour || hour.ordinal || hour.value > 24 || hour.value < 1) return null;
  const after = tokens[hour.next];
  const named = after !== undefined && !after.afterPause && /^o'?clock$|^[ap]\.?m\.?$/.test(after.word);
  const minute = named ? null : readMinutes(tokens, hour.next);
  if (hour.value > 12 && !minute && !named) return null;
  if (!named && !marked) return minute && partFollows(tokens, minute.next) ? { hour: hour.value, minute: minute.value, next: minute.next } : bareBeforePart(tokens, hour);
  if (minute) return { hour: hour.value, minute: minute.value, next: minute.next };
  if (named) return { hour: hour.value, minute: 0, next: /^o/.test(after.word) ? hour.next + 1 : hour.next };
  const plain = after === undefined || after.afterPause || CLOCK_FOLLOWERS.has(after.word);
  return plain ? { hour: hour.value, minute: 0, next: hour.next } : null;
}

function bareBeforePart(tokens: readonly Token[], hour: { value: number; next: number }): Bare | null {
  return hour.value <= 12 && partFollows(tokens, hour.next) ? { hour: hour.value, minute: 0, next: hour.next } : null;
}

function partFollows(tokens: readonly Token[], at: number): boolean {
  return readHalf(tokens, at) !== null || (tokens[at]?.word === 'in' && readPart(tokens, at) !== null);
}

function readMinutes(tokens: readonly Token[], at: number): { value: number; next: number } | null {
  const token = tokens[at];
  if (!token || token.afterPause) return null;
  if (token.word === 'oh') {
    const unit = readSmallNumber(tokens, at + 1);
    return unit && unit.value < 10 ? { value: unit.value, next: unit.next } : null;
  }
  const minutes = readSmallNumber(tokens, at);
  const isMinutes = minutes && !minutes.ordinal && minutes.value >= 10 && minutes.value < 60;
  if (!isMinutes) return null;
  const after = tokens[minutes.next];
  const plain = after === undefined || after.afterPause || CLOCK_FOLLOWERS.has(after.word) || /^[ap]\.?m/.test(after.word);
  return plain ? minutes : null;
}

/** "in the afternoon", "this evening", "at night", or a part right after a weekday ("Thursday evening"). */
function readPart(tokens: readonly Token[], at: number): ClockPhrase | null {
  let next = at;
  const lead = tokens[next]?.word;
  if (lead === 'in') next += 1;
  else if (lead === 'at' && tokens[next + 1]?.word === 'night') next += 1;
  else if (!PARTS[lead ?? '']) return null;
  if (lead === 'in' && tokens[next]?.word !== 'the') return null;
  if (lead === 'in') next += 1;
  if (tokens[next]?.word === 'early' || tokens[next]?.word === 'late') next += 1;
  const part = PARTS[tokens[next]?.word ?? ''];
  return part ? { clock: part === 'noon' ? { hour: 12, minute: 0, certain: true } : null, part, next: next + 1 } : null;
}

function readHalf(tokens: readonly Token[], at: number): { pm: boolean; next: number } | null {
  const match = /^([ap])\.?m\.?$/.exec(tokens[at]?.word ?? '');
  return match && !tokens[at]!.afterPause ? { pm: match[1] === 'p', next: at + 1 } : null;
}

function withPart(tokens: readonly Token[], bare: Bare): ClockPhrase {
  const half = readHalf(tokens, bare.next);
  if (half) {
    const hour = (bare.hour % 12) + (half.pm ? 12 : 0);
    return { clock: { hour, minute: bare.minute, certain: true }, part: null, next: half.next };
  }
  const oclock = /^o'?clock$/.test(tokens[bare.next]?.word ?? '') ? bare.next + 1 : bare.next;
  const said = readPart(tokens, oclock);
  if (said?.part) return { clock: clockIn(said.part, bare), part: said.part, next: said.next };
  return { clock: likely(bare), part: null, next: oclock };
}

/** The clock time that `hour` and `minute` mean in a part of the day. */
export function clockIn(part: PartOfDay, { hour, minute }: { hour: number; minute: number }): ClockTime {
  if (hour > 12) return { hour: hour % 24, minute, certain: true };
  const twelve = hour % 12;
  if (part === 'morning') return { hour: twelve, minute, certain: true };
  if (part === 'night') return { hour: twelve < 5 ? twelve : twelve + 12, minute, certain: true };
  return { hour: twelve + 12 === 24 ? 12 : twelve + 12, minute, certain: true };
}

function likely({ hour, minute }: { hour: number; minute: number }): ClockTime {
  if (hour > 12 || hour === 0) return { hour: hour % 24, minute, certain: true };
  // Nobody meets at three at night: one to half past six are afternoon unless said otherwise.
  return { hour: hour < 7 ? hour + 12 : hour, minute, certain: hour === 12 };
}
