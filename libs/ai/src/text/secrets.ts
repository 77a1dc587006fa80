import { digitOf, isNumberWord, readSmallNumber } from './spoken-numbers.js';
import { tokenize, type Token } from './tokens.js';

/** What must never be repeated from a conversation. */
export interface SecretScreen {
  /** Whether the text holds a secret that was said in the conversation, spelled out or in digits. */
  taints(text: string): boolean;
}

/** Words after which digits are a secret for a few sentences. */
const CUE =
  /\b(?:pass\s?words?|pass\s?codes?|pass\s?phrase|pin(?: code| number)?|(?:security|access|door|entry|gate|alarm|key|safe|lock|box|unlock|login|log in|verification|confirmation|activation|one time|garage|wifi|wi-?fi) (?:code|number|combination|key)|code|combination|card(?: number)?|account number|routing number|sort code|iban|cvv|cvc|social security|security number|credentials?)\b/i;
/** "The number for the front door", "the digits on the back": digits that open something, under whatever name. */
const OPENER_CUE =
  /\b(?:numbers?|digits|figures|sequence|combo) (?:is |are )?(?:for|to|of|on|at|by) (?:(?:the|my|our|your|its|that) )?(?:[\w-]+ ){0,2}?(?:back|reverse|door|gate|garage|lock|padlock|box|safe|alarm|keypad|locker|entrance|entry|lobby|shed|barrier|lift|elevator|vault|card)\b|\bkey\s?pads?\b|\b(?:punch|key|tap) in\b/i;
/** Codes that are no secrets. */
const HARMLESS_CODE =
  /\b(?:dress|zip|post|postal|area|qr|bar|source|promo|discount|country|error|building|tax) code\b|\bcode (?:review|base)\b|\bpin (?:it|them|that|down)\b/gi;
const PASSWORD_VALUE =
  /\b(?:pass\s?word|pass\s?code|pass\s?phrase|pin)\b[^.?!]{0,60}?\b(?:is|was|to|as|:)\s+(.{2,60})$/i;
/** "To get online, type in marigold forty-six." */
const ENTERED_VALUE =
  /\b(?:online|on(?:to)? the (?:net|internet|network|web)|wi-?fi|wireless|network|internet|log(?:ging)? ?(?:in|on)|sign(?:ing)? in|connect(?:ed)?|unlock(?:s|ed)?)\b[^.?!]{0,40}?\b(?:type(?: in)?|enter|put in|key in|tap in|write|use|give it)\s+(?!(?:the|your|our|my|this|in|on|one)\b)(.{2,60})$/i;
/** "The wifi is heron 88": a name with a number, which no judgement of it has. */
const NETWORK_VALUE =
  /\b(?:wi-?fi|wireless|network|internet|hotspot)\b[^.?!]{0,30}?\b(?:is|are|as)\s+(.{2,60})$/i;
/** "the password is wrong" tells no password. */
const NO_VALUE =
  /^(?:not|wrong|right|correct|expired?|too|very|on|in|under|written|gone|lost|the same|still|a|an|hard|easy|different|incorrect|being|it|that|what|me|you|him|her|them|reset|change|set|use)\b/i;
const CUE_LASTS_SENTENCES = 3;
/** A run of so many spoken digits is a card, account or document number whatever was said before it. */
const LONG_RUN_DIGITS = 7;
const SHORT_RUN_DIGITS = 3;
/** "Two nine one.": the answer to "And the code?". */
const BARE_ANSWER_WORDS = 6;
/** "140 dollars" is a price wherever it stands. */
const UNIT =
  /^(?:dollars?|bucks?|euros?|pounds?|cents?|percent|people|persons?|guests?|minutes?|hours?|days?|weeks?|months?|years?|miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|pages?|am|pm|o'clock|hundred|thousand|million|times|pieces|units|square|degrees|calories|grams|kilos?|words)$/;

/** Finds secrets in sentences in the order in which they were said. Linear. */
export function screenSecrets(sentences: readonly string[]): SecretScreen {
  const values = new Set<string>();
  let cueAge = CUE_LASTS_SENTENCES + 1;
  for (const sentence of sentences) {
    const cued = CUE.test(sentence.replace(HARMLESS_CODE, ' ')) || OPENER_CUE.test(sentence);
    cueAge = cued ? 0 : cueAge + 1;
    collect(values, sentence, { near: cueAge <= CUE_LASTS_SENTENCES, here: cued });
  }
  return { taints: (text) => values.size > 0 && isTainted(text, values) };
}

/** Without one of these there is no run of digits to look for. */
const ANY_DIGIT = /\d|(?<!\p{L})(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)(?!\p{L})/iu;

function collect(values: Set<string>, sentence: string, cue: { near: boolean; here: boolean }): void {
  if (ANY_DIGIT.test(sentence)) collectDigits(values, sentence, cue);
  collectPassword(values, sentence);
}

function collectDigits(values: Set<string>, sentence: string, cue: { near: boolean; here: boolean }): void {
  const tokens = tokenize(sentence);
  const direct = cue.here || tokens.length <= BARE_ANSWER_WORDS;
  for (const run of digitRuns(tokens)) {
    const short = cue.near && run.digits.length >= SHORT_RUN_DIGITS && (run.spelled || direct);
    if ((short || run.digits.length >= LONG_RUN_DIGITS) && !isCounting(run.digits)) addDigits(values, run);
  }
}

function collectPassword(values: Set<string>, sentence: string): void {
  const value = (PASSWORD_VALUE.exec(sentence) ??
    ENTERED_VALUE.exec(sentence) ??
    networkValue(sentence))?.[1];
  if (value && !NO_VALUE.test(value)) addWords(values, value);
}

function networkValue(sentence: string): RegExpExecArray | null {
  const match = NETWORK_VALUE.exec(sentence);
  return match && tokenize(match[1]!).some(({ word }) => /\d/.test(word) || isNumberWord(word))
    ? match
    : null;
}

interface DigitRun {
  readonly digits: string;
  /** Said digit by digit, unlike a price or a count. */
  readonly spelled: boolean;
  readonly groups: readonly string[];
}

/** Stretches of digits, however grouped: "four four one seven, nine zero", "4417 9022", "double seven". */
function digitRuns(tokens: readonly Token[]): DigitRun[] {
  const runs: DigitRun[] = [];
  let open: { text: string; token: Token }[] = [];
  let repeat = 1;
  for (const token of tokens) {
    const digits = digitsOf(token.word);
    if (digits !== null) open.push({ text: digits.repeat(repeat), token });
    repeat = { double: 2, triple: 3 }[token.word] ?? 1;
    if (digits !== null || repeat > 1 || token.word === 'dash') continue;
    if (UNIT.test(token.word)) open.pop();
    if (open.length > 0) runs.push(toRun(open));
    open = [];
  }
  if (open.length > 0) runs.push(toRun(open));
  return runs;
}

function digitsOf(word: string): string | null {
  const single = digitOf(word);
  if (single !== null) return String(single);
  return /^[\d,]+$/.test(word) ? word.replaceAll(',', '') : null;
}

function toRun(parts: readonly { text: string; token: Token }[]): DigitRun {
  const groups: string[] = [];
  for (const { text, token } of parts) {
    if (token.afterPause || groups.length === 0) groups.push(text);
    else groups[groups.length - 1] += text;
  }
  return { digits: groups.join(''), groups, spelled: parts.length >= SHORT_RUN_DIGITS };
}

/** "one two three", as one counts or tests a microphone. */
function isCounting(digits: string): boolean {
  return '0123456789'.includes(digits) || '9876543210'.includes(digits);
}

function addDigits(values: Set<string>, run: DigitRun): void {
  values.add(run.digits);
  for (const group of run.groups) if (group.length >= SHORT_RUN_DIGITS) values.add(group);
  // A card number read in blocks by a recognizer that groups otherwise.
  if (run.digits.length >= 12)
    for (let i = 0; i + 4 <= run.digits.length; i += 4) values.add(run.digits.slice(i, i + 4));
}

function addWords(values: Set<string>, value: string): void {
  const words = tokenize(value).slice(0, 4);
  const compacted = compact(words.map(({ raw }) => raw).join(' '));
  if (compacted.length >= 3) values.add(compacted);
  for (const { word } of words) if (word.length >= 4 && !isNumberWord(word)) values.add(word);
}

function isTainted(text: string, values: ReadonlySet<string>): boolean {
  const compacted = compact(text);
  const runs = digitRuns(tokenize(text)).map(({ digits }) => digits);
  for (const value of values) {
    if (/^\d+$/.test(value) ? runs.some((run) => run.includes(value)) : compacted.includes(value))
      return true;
  }
  return false;
}

/** Letters and digits only, spoken numbers in digits: "Bluebird seventy-one" and "bluebird 71" agree. */
function compact(text: string): string {
  const tokens = tokenize(text);
  let compacted = '';
  for (let at = 0; at < tokens.length;) {
    const number = readSmallNumber(tokens, at);
    compacted +=
      number && !number.ordinal ? String(number.value) : tokens[at]!.word.replace(/[^\p{L}\p{N}]/gu, '');
    at = number && !number.ordinal ? number.next : at + 1;
  }
  return compacted;
}
