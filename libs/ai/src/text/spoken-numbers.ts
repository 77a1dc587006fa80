import { readWords, wordAt, type Token } from './tokens.js';

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const UNIT_ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const TENS_ORDINALS = '_ _ twentieth thirtieth'.split(' ');

const CARDINAL = new Map([
  ...UNITS.map((word, value) => [word, value] as const),
  ...TENS.map((word, tens) => [word, tens * 10] as const),
]);
const ORDINAL = new Map([
  ...UNIT_ORDINALS.map((word, value) => [word, value] as const),
  ...TENS_ORDINALS.map((word, tens) => [word, tens * 10] as const),
]);

/** A number that begins at a token. */
export interface SpokenNumber {
  readonly value: number;
  readonly ordinal: boolean;
  /** Index of the first token after it. */
  readonly next: number;
}

/** Whether the word alone is a number, e.g. `seven`, `twelfth`, `21st`. */
export function isNumberWord(word: string): boolean {
  return (
    CARDINAL.has(word) || ORDINAL.has(word) || /^\d/.test(word) || word === 'hundred' || word === 'thousand'
  );
}

/** The value of a single digit spoken as a word, or null. `oh` counts as zero. */
export function digitOf(word: string): number | null {
  if (/^\d$/.test(word)) return Number(word);
  if (word === 'oh') return 0;
  const value = CARDINAL.get(word);
  return value !== undefined && value < 10 ? value : null;
}

/** Reads a day or a clock's number, 0 to 99: "twenty-first", "21st", "forty five", "12". */
export function readSmallNumber(tokens: readonly Token[], at: number): SpokenNumber | null {
  const word = tokens[at]?.word;
  if (word === undefined) return null;
  const digits = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word);
  if (digits) return { value: Number(digits[1]), ordinal: digits[2] !== undefined, next: at + 1 };
  const ordinal = ORDINAL.get(word);
  if (ordinal !== undefined) return { value: ordinal, ordinal: true, next: at + 1 };
  const value = CARDINAL.get(word);
  if (value === undefined) return null;
  return value >= 20 ? withUnit(tokens, at + 1, value) : { value, ordinal: false, next: at + 1 };
}

function withUnit(tokens: readonly Token[], at: number, tens: number): SpokenNumber {
  const unit = tokens[at];
  if (unit && !unit.afterPause) {
    const value = CARDINAL.get(unit.word) ?? ORDINAL.get(unit.word);
    if (value !== undefined && value > 0 && value < 10) {
      return { value: tens + value, ordinal: ORDINAL.has(unit.word), next: at + 1 };
    }
  }
  return { value: tens, ordinal: false, next: at };
}

const COUPLE = ['a couple of', 'a couple', 'couple of', 'couple'];

/** Reads a count: "a", "two", "a couple of", "one hundred and forty", "140". */
export function readCount(tokens: readonly Token[], at: number): SpokenNumber | null {
  const word = wordAt(tokens, at);
  if (/^\d+(?:,\d{3})*$/.test(word))
    return { value: Number(word.replaceAll(',', '')), ordinal: false, next: at + 1 };
  const couple = COUPLE.map((words) => readWords(tokens, at, words)).find((next) => next !== null);
  if (couple) return { value: 2, ordinal: false, next: couple };
  if (word === 'a' || word === 'an') return scaled(tokens, { value: 1, ordinal: false, next: at + 1 });
  const small = readSmallNumber(tokens, at);
  return small && !small.ordinal ? scaled(tokens, small) : null;
}

function scaled(tokens: readonly Token[], first: SpokenNumber): SpokenNumber {
  const scale = { hundred: 100, thousand: 1000 }[tokens[first.next]?.word ?? ''];
  if (scale === undefined) return first;
  const total = first.value * scale;
  let next = first.next + 1;
  if (tokens[next]?.word === 'and') next += 1;
  const rest = readSmallNumber(tokens, next);
  if (rest && !rest.ordinal) {
    const tail = scaled(tokens, rest);
    return { value: total + tail.value, ordinal: false, next: tail.next };
  }
  return { value: total, ordinal: false, next: first.next + 1 };
}
