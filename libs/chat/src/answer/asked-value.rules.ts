import { digitOf, findDates, findPersonNames, isNumberWord, tokenize, type Token } from '#libs/ai';
import type { SaidAt } from './said-date.rules.js';

/** What an answer must hold to be one: the kind of value that a question asks for. */
export type AskedValue = 'money' | 'measure' | 'frequency' | 'count' | 'digits' | 'name' | 'home';

/** Tried in this order. */
const ASKS: readonly (readonly [RegExp, AskedValue])[] = [
  [/\bhow much\b.*\b(?:costs?|pay|paid|owe|money|charge|spend|spent|earn|price|rent|transfer)\b/i, 'money'],
  [/\b(?:price|cost|fee|salary) (?:of|for)\b/i, 'money'],
  [/\b(?:phone|telephone|mobile|cell|house|account|card|flight|passport|serial) number\b/i, 'digits'],
  [/\b(?:name of|'s name|is the name|(?:is|was|are) .{1,60} called|am I called)\b/i, 'name'],
  [/\bhow often\b/i, 'frequency'],
  [/\bhow (?:tall|high|deep|wide|long|far|heavy|big|large|fast)\b/i, 'measure'],
  [/\b(?:height|length|width|depth|weight|distance|duration) of\b/i, 'measure'],
  [/\bhow (?:many|old)\b/i, 'count'],
  [
    /\bwhere\b.*\b(?:lives?|living|reside)\b|\b(?:city|town|street|country)\b.*\b(?:lives?|living)\b/i,
    'home',
  ],
  [/\bwhat (?:is|was) .*\baddress\b/i, 'home'],
];

/** Words of a question that name the kind of value; the rest is the topic. */
const VALUE_WORD =
  /^(?:costs?|price|money|charge|fee|pay|paid|name|called|tall|high|deep|wide|heavy|fast|height|length|width|depth|weight|distance|duration|phone|telephone|number|address|city|town|live|lives|living)$/;

const MONEY_UNIT = /^(?:dollars?|bucks?|euros?|pounds?|cents?|francs?|grand)$/;
const MEASURE_UNIT =
  /^(?:met(?:er|re)s?|feet|foot|inch(?:es)?|yards?|miles?|(?:kilo|centi|milli)met(?:er|re)s?|kilos?|(?:kilo)?grams?|pounds?|tons?|lit(?:er|re)s?|gallons?|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|kph|mph|km|cm|kg|stor(?:ies|eys)|percent|degrees)$/;
const MONEY_SIGN = /[$€£]\s?\d|\bfor free\b|\bfree of charge\b/i;
const OFTEN =
  /\b(?:once|twice|times|every|daily|weekly|monthly|yearly|never|always|each (?:day|week|month|year))\b|\ba (?:day|week|month|year)\b/i;
const LIVES =
  /\b(?:liv(?:e|es|ed|ing)|moved?|moving|resides?|(?:house|apartment|flat|home|place|address) (?:is|in|on|at))\b[^.?!]*\b(?:in|to|at|on|near|from) (?:\p{Ll}+ ){0,2}(\p{Lu}\p{L}+)/u;
const DAY_OR_MONTH =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/;
const CALLED = /\b(?:called|named|name is|name's)\s+(?:the )?\p{Lu}/u;
/** "The blue one", "one of them", "one more thing": no count. */
const NO_COUNT_AFTER_ONE = /^(?:of|more|thing|day|is|was|comes|moment|second)$/;
const PHONE_DIGITS = 4;

export function askedValueOf(question: string): AskedValue | null {
  return ASKS.find(([pattern]) => pattern.test(question))?.[1] ?? null;
}

export function namesValue(word: string): boolean {
  return VALUE_WORD.test(word);
}

/** Whether a text holds a value of the kind asked for. */
export function holdsValue(asked: AskedValue, text: string, saidAt: SaidAt): boolean {
  return HOLDS[asked](text, saidAt);
}

const HOLDS: Readonly<Record<AskedValue, (text: string, saidAt: SaidAt) => boolean>> = {
  money: (text) => MONEY_SIGN.test(text) || hasNumberWith(text, MONEY_UNIT) || costsNumber(text),
  measure: (text) => hasNumberWith(text, MEASURE_UNIT),
  frequency: (text) => OFTEN.test(text),
  count: (text, saidAt) => hasCount(text, saidAt),
  digits: (text) => longestDigitRun(tokenize(text)) >= PHONE_DIGITS,
  name: (text) => CALLED.test(text) || findPersonNames(text).length > 0,
  home: (text) => {
    const place = LIVES.exec(text)?.[1];
    return place !== undefined && !DAY_OR_MONTH.test(place);
  },
};

function isNumber({ word }: Token): boolean {
  return isNumberWord(word) || /^\d/.test(word);
}

/** A number right before the unit, or with one word between: "forty whole dollars". */
function hasNumberWith(text: string, unit: RegExp): boolean {
  const tokens = tokenize(text);
  return tokens.some(
    ({ word }, at) => unit.test(word) && tokens.slice(Math.max(0, at - 2), at).some(isNumber),
  );
}

/** "It costs forty": people leave the currency out. */
function costsNumber(text: string): boolean {
  const tokens = tokenize(text);
  return tokens.some(
    ({ word }, at) =>
      /^(?:costs?|charges?|price|paid|pay)$/.test(word) && tokens.slice(at + 1, at + 3).some(isNumber),
  );
}

/** A number that is neither a date nor a time of day. */
function hasCount(text: string, saidAt: SaidAt): boolean {
  const dates = findDates(text, saidAt);
  const tokens = tokenize(text).filter(
    ({ start, end }) => !dates.some((date) => start >= date.start && end <= date.end),
  );
  return tokens.some((token, at) => {
    if (token.word === 'one') return isCountingOne(tokens[at + 1]);
    return isNumber(token) || /^(?:dozen|couple|none|nobody|twice|once)$/.test(token.word);
  });
}

function isCountingOne(next: Token | undefined): boolean {
  return next !== undefined && !NO_COUNT_AFTER_ONE.test(next.word);
}

function longestDigitRun(tokens: readonly Token[]): number {
  let [run, longest] = [0, 0];
  for (const { word } of tokens) {
    const digits = /^\d+$/.test(word) ? word.length : digitOf(word) === null ? 0 : 1;
    run = digits === 0 ? 0 : run + digits;
    longest = Math.max(longest, run);
  }
  return longest;
}
