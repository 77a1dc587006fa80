/**
 * M. F. Porter, "An algorithm for suffix stripping" (1980), step by step under its own names, so that words are cut exactly as SQLite's
 * `porter` tokenizer cuts them (a spec compares the two).
 */
const CONSONANT = '(?:[^aeiouy]|(?<![^aeiou])y|^y)';
const VOWEL = '(?:[aeiou]|(?<=[^aeiou])(?<!^)y)';
/** m > 0, m > 1 and m = 1: how many times a vowel is followed by a consonant. */
const MEASURE_ABOVE_0 = new RegExp(`${VOWEL}${CONSONANT}`);
const MEASURE_ABOVE_1 = new RegExp(`${VOWEL}${CONSONANT}+${VOWEL}+${CONSONANT}`);
const HAS_VOWEL = new RegExp(VOWEL);
const DOUBLE_CONSONANT = /([^aeiou])\1$/;
/** *o: consonant, vowel, consonant, the last not w, x or y. */
const SHORT_END = new RegExp(`${CONSONANT}${VOWEL}[^aeiouwxy]$`);

type Suffixes = readonly (readonly [suffix: string, replacement: string])[];

const STEP_2: Suffixes = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const STEP_3: Suffixes = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP_4 = /(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

/** Beyond it nothing is a word of English. */
const MAX_LENGTH = 64;

/** The stem of an English word in lower case. Words of one or two letters stay as they are. */
export function porterStem(word: string): string {
  if (word.length < 3 || word.length > MAX_LENGTH) return word;
  return step5(step4(step3(step2(step1c(step1b(step1a(word)))))));
}

function step1a(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function step1b(word: string): string {
  if (word.endsWith('eed')) return MEASURE_ABOVE_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const cut = /(?:ed|ing)$/.exec(word);
  if (!cut || !HAS_VOWEL.test(word.slice(0, cut.index))) return word;
  const stem = word.slice(0, cut.index);
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (DOUBLE_CONSONANT.test(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measureIs1(stem) && SHORT_END.test(stem) ? `${stem}e` : stem;
}

function step1c(word: string): string {
  return word.endsWith('y') && HAS_VOWEL.test(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

function step2(word: string): string {
  return replaceSuffix(word, STEP_2);
}

function step3(word: string): string {
  return replaceSuffix(word, STEP_3);
}

function step4(word: string): string {
  const cut = STEP_4.exec(word);
  return cut && MEASURE_ABOVE_1.test(word.slice(0, cut.index)) ? word.slice(0, cut.index) : word;
}

function step5(word: string): string {
  const shortened = word.endsWith('e') && mayLoseE(word.slice(0, -1)) ? word.slice(0, -1) : word;
  return shortened.endsWith('ll') && MEASURE_ABOVE_1.test(shortened) ? shortened.slice(0, -1) : shortened;
}

function mayLoseE(stem: string): boolean {
  return MEASURE_ABOVE_1.test(stem) || (MEASURE_ABOVE_0.test(stem) && !SHORT_END.test(stem));
}

function measureIs1(stem: string): boolean {
  return MEASURE_ABOVE_0.test(stem) && !MEASURE_ABOVE_1.test(stem);
}

/** Only the first suffix that fits is looked at, whether or not it may go. */
function replaceSuffix(word: string, suffixes: Suffixes): string {
  const found = suffixes.find(([suffix]) => word.endsWith(suffix));
  if (!found) return word;
  const stem = word.slice(0, -found[0].length);
  return MEASURE_ABOVE_0.test(stem) ? stem + found[1] : word;
}
