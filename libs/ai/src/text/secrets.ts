import { cueIn, secretWordsIn, type Cue } from './secret-cues.js';
import { runsIn, type Run } from './secret-values.js';
import { isNumberWord, readSmallNumber } from './spoken-numbers.js';
import { STOP_WORDS } from './stop-words.js';
import { tokenize, type Token } from './tokens.js';

/** What must never be repeated from a conversation. */
export interface SecretScreen {
  /** Whether the text holds a secret that was said in the conversation, spelled out or in digits. */
  taints(text: string): boolean;
}

const CUE_LASTS_SENTENCES = 3;
/** A run of so many spoken digits is a card, account or document number whatever was said before it; of numbers like "forty-two" so many. */
const LONG_RUN = 7;
const LONG_RUN_OF_NUMBERS = 12;
/** So many digits said one by one are a code, wherever they stand. */
const SPELLED_RUN = 4;
const SHORT_RUN = 3;
/** "Two nine one.": the answer to "And the code?". */
const BARE_ANSWER_WORDS = 6;
/** Numbers that are said digit by digit and open nothing. */
const NUMBERED =
  /^(?:flight|room|bus|extension|train|gate|platform|order|reference|ref|case|ticket|invoice|model|unit|apartment|flat|suite|pages?|chapters?|verse|route|highway|channel|score|tram|coach|line|building|house|table|seat|locker)$/;
/** "at four fifteen", "in nineteen seventy-one": a time or a year. */
const OF_TIME =
  /^(?:at|by|until|till|from|in|since|before|after|about|around|for|under|past|during|of|between)$/;
/** "the code is four hundred and two" */
const JOINED = /(?:^$|^(?:is|was|to|as|use|enter|type|press|be)$|['’]s$)/;
/** Words that are looked at for a password. */
const PASSWORD_WORDS = 8;
const FEW_WORDS = 4;

/** Finds secrets in sentences in the order in which they were said. Linear. */
export function screenSecrets(sentences: readonly string[]): SecretScreen {
  const values = new Set<string>();
  const cues = sentences.map(cueIn);
  let age = CUE_LASTS_SENTENCES + 1;
  sentences.forEach((sentence, at) => {
    age = cues[at]!.named ? 0 : age + 1;
    // "Four two one seven. That is the code."
    const named = cues[at + 1]?.named === true && POINTS_BACK.test(sentences[at + 1]!);
    collectRuns(values, sentence, {
      ...cues[at]!,
      named: cues[at]!.named || named,
      near: named || age <= CUE_LASTS_SENTENCES,
    });
    for (const value of secretWordsIn(sentence, sentences[at - 1])) {
      addWords(values, value);
      for (const word of wordsOfPhrase(value)) if (!isSaidElsewhere(word, at, sentences)) values.add(word);
    }
  });
  return { taints: (text) => values.size > 0 && isTainted(text, values) };
}

const POINTS_BACK = /^(?:(?:and|so|okay|yes),? )?(?:that|this|it)\b/i;

/** Without one of these there is no run to look for. */
const ANY_PART =
  /\d|(?<!\p{L})(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|niner|ten|eleven|twelve|\p{L}+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|[b-hj-z])(?!\p{L})/iu;

/** "capital B" */
const SPELLED_LETTER = /\b(?:capital|upper ?case|lower ?case|big|small) \p{L}\b/giu;

type Context = Cue & {
  /** Named not long before. */
  readonly near: boolean;
};

function collectRuns(values: Set<string>, sentence: string, context: Context): void {
  if (!ANY_PART.test(sentence)) return;
  const tokens = tokenize(sentence);
  const direct = context.named || tokens.length <= BARE_ANSWER_WORDS;
  for (const run of runsIn(tokens)) {
    if (!isSecret(run, context, direct) || isCounting(run.value)) continue;
    addRun(values, run);
    if (run.kinds.includes('letter'))
      for (const [letter] of sentence.matchAll(SPELLED_LETTER)) values.add(compact(letter));
  }
}

function isSecret(run: Run, context: Context, direct: boolean): boolean {
  const { length } = run.value;
  if (length < SHORT_RUN) return context.named && context.partly && !run.kinds.includes('letter');
  const cued = context.near && direct;
  if (run.kinds.includes('letter')) return cued;
  return isLong(run) || isShortSecret(run, context, cued);
}

function isLong(run: Run): boolean {
  return run.value.length >= (isInDigits(run) ? LONG_RUN : LONG_RUN_OF_NUMBERS);
}

function isShortSecret(run: Run, context: Context, cued: boolean): boolean {
  if (run.kinds.includes('count')) return context.named && JOINED.test(run.after);
  if (isInDigits(run) && run.kinds.length >= SHORT_RUN) return isSpelledSecret(run, context);
  return !OF_TIME.test(run.after) && (cued || (context.opened && context.opens));
}

function isInDigits({ kinds }: Run): boolean {
  return kinds.every((kind) => kind === 'digit' || kind === 'written');
}

function isSpelledSecret({ value, after }: Run, { near, opened, opens }: Context): boolean {
  return !NUMBERED.test(after) && (near || opened || opens || value.length >= SPELLED_RUN);
}

/** "one two three", as one counts or tests a microphone. */
function isCounting(digits: string): boolean {
  return '0123456789'.includes(digits) || '9876543210'.includes(digits);
}

function addRun(values: Set<string>, { value, groups }: Run): void {
  values.add(value);
  for (const group of groups) if (group.length >= SHORT_RUN) values.add(group);
  for (const [letters] of value.matchAll(/[a-z]{4,}/g)) values.add(letters);
  // A card number read in blocks by a recognizer that groups otherwise.
  if (/^\d{12,}$/.test(value))
    for (let i = 0; i + 4 <= value.length; i += 4) values.add(value.slice(i, i + 4));
}

/** Of a few words each gives it away; of a phrase every two that follow one another, and its names. */
function addWords(values: Set<string>, value: string): void {
  const words = passwordWords(value);
  const compacted = compact(words.map(({ raw }) => raw).join(' '));
  if (compacted.length >= SHORT_RUN) values.add(compacted);
  const few = words.length <= FEW_WORDS;
  words.forEach(({ word, raw }, at) => {
    if ((few || /^\p{Lu}/u.test(raw)) && isTelling(word)) values.add(word);
    const next = words[at + 1];
    if (!few && next && (isTelling(word) || isTelling(next.word)))
      values.add(compact(`${word} ${next.word}`));
  });
}

/** Words of a longer value: they give it away unless the talk uses them for other things too. */
function wordsOfPhrase(value: string): string[] {
  return passwordWords(value).flatMap(({ word }) => (isTelling(word) ? [word] : []));
}

function isSaidElsewhere(word: string, at: number, sentences: readonly string[]): boolean {
  const said = new RegExp(`(?<!\\p{L})${word.replace(/[^\p{L}\p{N}]/gu, '.')}(?!\\p{L})`, 'iu');
  return sentences.some((sentence, index) => index !== at && said.test(sentence));
}

function passwordWords(value: string): Token[] {
  return tokenize(value).slice(0, PASSWORD_WORDS);
}

function isTelling(word: string): boolean {
  return word.length >= 4 && !isNumberWord(word) && !STOP_WORDS.has(word);
}

function isTainted(text: string, values: ReadonlySet<string>): boolean {
  const compacted = compact(text);
  const runs = runsIn(tokenize(text)).map(({ value }) => value);
  for (const value of values) {
    if (runs.some((run) => run === value || (value.length >= SHORT_RUN && run.includes(value)))) return true;
    if (!/^\d+$/.test(value) && compacted.includes(value)) return true;
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
