import { digitOf, readCount } from './spoken-numbers.js';
import { wordAt, type Token } from './tokens.js';

/** `digit`: one digit. `number`: "sixteen", "forty-two". `written`: "4719". `count`: "four hundred". `letter`: a letter or its code word. */
type PartKind = 'digit' | 'number' | 'written' | 'count' | 'letter';

interface Part {
  readonly text: string;
  readonly kind: PartKind;
  /** Indexes of its first token and of the one after its last. */
  readonly at: number;
  readonly next: number;
}

/** Numbers and letters said one after the other: "four four one seven", "forty-two sixteen", "C one four five". */
export interface Run {
  /** Digits and letters without anything between. */
  readonly value: string;
  /** What stood between pauses. */
  readonly groups: readonly string[];
  readonly kinds: readonly PartKind[];
  /** The word before it, empty when there is none or a pause is between. */
  readonly after: string;
  readonly start: number;
  readonly end: number;
}

/** "140 dollars" is a price wherever it stands. */
const UNIT =
  /^(?:dollars?|bucks?|euros?|pounds?|cents?|percent|people|persons?|guests?|minutes?|hours?|days?|weeks?|months?|years?|miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|pages?|am|pm|o'clock|hundred|thousand|million|times|pieces|units|square|degrees|calories|grams|kilos?|words|quid|copies|tickets|seats|litres?|liters?)$/;
/** Said between the parts of a code. */
const BETWEEN =
  /^(?:dash|hyphen|underscore|dot|slash|hash|star|pound|then|left|right|capital|lowercase|uppercase|lower|upper|case|small|big|dollar|sign|point|space)$/;
const CODE_WORD =
  /^(?:alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|xray|yankee|zulu)$/;
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };

/** The runs of a sentence, in order. Linear. */
export function runsIn(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  let open: Part[] = [];
  const close = () => {
    if (open.length > 0) runs.push(toRun(open, tokens));
    open = [];
  };
  for (let at = 0; at < tokens.length;) {
    const part = readPart(tokens, at);
    const counts = part !== null && isCount(tokens, part);
    if (part !== null && !counts) open.push(part);
    else if (counts || open.length === 0 || !BETWEEN.test(tokens[at]!.word)) close();
    at = part?.next ?? at + 1;
  }
  close();
  return runs;
}

/** "seven dollars", but not "seven, dollar sign" */
function isCount(tokens: readonly Token[], { next }: Part): boolean {
  return UNIT.test(wordAt(tokens, next)) && wordAt(tokens, next + 1) !== 'sign';
}

function readPart(tokens: readonly Token[], at: number): Part | null {
  const repeat = REPEATS[tokens[at]!.word];
  if (repeat === undefined) return readLetter(tokens, at) ?? readNumber(tokens, at);
  const digit = digitOf(wordAt(tokens, at + 1));
  return digit === null ? null : { text: String(digit).repeat(repeat), kind: 'digit', at, next: at + 2 };
}

function readNumber(tokens: readonly Token[], at: number): Part | null {
  const { word } = tokens[at]!;
  const next = at + 1;
  if (word === 'oh' || word === 'niner') return { text: word === 'oh' ? '0' : '9', kind: 'digit', at, next };
  if (/^\d[\d,]*$/.test(word)) {
    const text = word.replaceAll(',', '');
    return { text, kind: text.length === 1 ? 'digit' : 'written', at, next };
  }
  return /^(?:a|an|couple)$/.test(word) ? null : readSpoken(tokens, at);
}

function readSpoken(tokens: readonly Token[], at: number): Part | null {
  const count = readCount(tokens, at);
  if (count === null || count.ordinal) return null;
  const scaled = tokens.slice(at, count.next).some(({ word }) => word === 'hundred' || word === 'thousand');
  const kind = scaled ? 'count' : count.value < 10 ? 'digit' : 'number';
  return { text: String(count.value), kind, at, next: count.next };
}

/** A letter that stands beside another, or beside a number; "a" and "I" are mostly words. */
function readLetter(tokens: readonly Token[], at: number): Part | null {
  const { word } = tokens[at]!;
  if (!/^[a-z]$/.test(word) && !CODE_WORD.test(word)) return null;
  const mayBeWord = /^[ai]$/.test(word);
  const beside = [wordAt(tokens, at - 1), wordAt(tokens, at + 1)].some((other) =>
    isCodePart(other, mayBeWord),
  );
  return beside ? { text: word, kind: 'letter', at, next: at + 1 } : null;
}

function isCodePart(word: string, onlyLetters: boolean): boolean {
  if (/^[b-hj-z]$/.test(word) || CODE_WORD.test(word)) return true;
  return !onlyLetters && (digitOf(word) !== null || BETWEEN.test(word) || word === 'niner');
}

function toRun(parts: readonly Part[], tokens: readonly Token[]): Run {
  const groups: string[] = [];
  for (const { text, at } of parts) {
    if (tokens[at]!.afterPause || groups.length === 0) groups.push(text);
    else groups[groups.length - 1] += text;
  }
  const first = tokens[parts[0]!.at]!;
  return {
    value: groups.join(''),
    groups,
    kinds: parts.map(({ kind }) => kind),
    after: first.afterPause ? '' : wordAt(tokens, parts[0]!.at - 1),
    start: first.start,
    end: tokens[parts.at(-1)!.next - 1]!.end,
  };
}
