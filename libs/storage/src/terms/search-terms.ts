import { lightStem } from './light-stem.js';
import { porterStem } from './porter-stem.js';

/** Raised with every change that makes a stored term different: indexes that were written with another one are written anew. */
export const TERMS_VERSION = 2;

/** A pasted page need not be searched by every word of it. */
const MAX_QUERY_TERMS = 64;
/** Marks the light stem of a word, so that it never meets an English stem that is spelled alike. A letter to every tokenizer. */
const LIGHT = 'ʹ';
/** Scripts written without spaces between words, and Hangul, whose words carry their particles. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々';
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
const IS_HAN = /^\p{Script=Han}$/u;
/** Accents of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic: signs that people leave out when they type. */
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u0652]/g;
/** Letters that do not fall apart into a base and an accent. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const ENGLISH = wordSet(
  'the and you that of to it my with have this are for did when where how what they your at be been does she he his her we not',
);
const NOT_ENGLISH = wordSet(
  'der die das und ist nicht ein eine einen ich wir mit auf fur von zu den dem sich hat haben het een van ik niet wat',
  'le la les des une est et dans pour que qui je nous vous avec sur pas mon ma du el los las una es en por con para del se mi',
  'il lo gli di che non per ho sono os um uma nao com og jeg ikke det att och som jag nie jest sie',
);

/**
 * The terms under which a text is found, in their order and as often as they occur: the one definition of "a word" of search by words.
 *
 * - Case, accents and width do not count (`Café` = `cafe`).
 * - Words in Latin letters are cut by Porter's English stemmer. When the text does not read like English, the word without its ending of
 *   inflection follows as a second, marked term, so that `Häuser` finds `Haus`; words in Cyrillic letters are only cut that way.
 * - Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese have no spaces to go by, or words too glued: their terms are all pairs of
 *   neighbouring characters, and each Han character.
 * - Numbers stay whole and as they are.
 *
 * About 1 µs a word. What it answers, joined by spaces, may be given to it again only if it is numbers.
 */
export function termsOf(text: string): string[] {
  return terms(text, pairsAndCharacters);
}

/** What a question asks for besides its text. */
export interface AskedTerms {
  /** Words in lower case that are left out. They still tell the language. */
  readonly skip?: ReadonlySet<string>;
  /** `all`: one term for each word, which every text with that word has, whatever language it was taken for. */
  readonly match?: 'any' | 'all';
}

/** The terms that a question asks for: those of `termsOf`, each once, and single Han characters only where they stand alone. At most 64. */
export function queryTermsOf(text: string, asked: AskedTerms = {}): string[] {
  return [...new Set(terms(text, pairs, asked))].slice(0, MAX_QUERY_TERMS);
}

function terms(
  text: string,
  ofUnspaced: (run: string) => string[],
  { skip, match }: AskedTerms = {},
): string[] {
  const all = wordsOf(text);
  const english = match === 'all' || readsLikeEnglish(all);
  const words = skip ? all.filter((word) => !skip.has(word)) : all;
  return words.flatMap((word) => (IS_UNSPACED.test(word) ? ofUnspaced(word) : spacedTerms(word, english)));
}

/** Folded words; a change between spaced and unspaced writing ends one. */
function wordsOf(text: string): string[] {
  const found = fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return found.flatMap((word) => (isAscii(word) ? [word] : (word.match(UNSPACED_RUN) ?? [])));
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => FOLDED[letter]!);
}

function spacedTerms(word: string, english: boolean): string[] {
  if (!/\p{L}/u.test(word)) return [word];
  if (!/^[a-z0-9]+$/.test(word)) return [lightStem(word)];
  return english ? [porterStem(word)] : [porterStem(word), lightStem(word) + LIGHT];
}

function pairs(run: string): string[] {
  const characters = [...run];
  return characters.length === 1
    ? characters
    : characters.slice(1).map((second, index) => characters[index]! + second);
}

function pairsAndCharacters(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return [...pairs(run), ...characters.filter((character) => IS_HAN.test(character))];
}

/** By its little words. A text with none of them (a name, a single word) is not taken for English, so that nothing is lost. */
function readsLikeEnglish(words: readonly string[]): boolean {
  let balance = 0;
  for (const word of words) balance += Number(ENGLISH.has(word)) - Number(NOT_ENGLISH.has(word));
  return balance > 0;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function wordSet(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}
