import { isFirstName } from './person-names.js';
import { STOP_WORDS } from './stop-words.js';

/** Spellings of one sound, in this order; voiced and voiceless are one, for a recognizer mistakes them for each other. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:[gkp]n)/, 'n'],
  [/^wr/, 'r'],
  [/^wh/, 'w'],
  [/ph|gh|v/g, 'f'],
  [/t?ch|sh/g, 'x'],
  [/c(?=[eiy])|z/g, 's'],
  [/ck|c|q|g/g, 'k'],
  [/th|d/g, 't'],
  [/b/g, 'p'],
  [/x(?=$|[^aeiouy])/g, 'ks'],
  [/^[aeiouy]+/, 'a'],
  [/(?<=.)[aeiouyhw]/g, ''],
  [/(.)\1+/g, '$1'],
];
/** Share of its letters by which a word may differ from one that sounds like it. */
const OTHER_LETTERS = 0.34;

/** The consonants of a word as they sound: `Terrence` and `Terence` are one, `Wen` and `when`. */
function soundOf(word: string): string {
  const letters = word.toLowerCase().replace(/[^\p{L}]/gu, '');
  return SPELLINGS.reduce((sound, [spelling, as]) => sound.replace(spelling, as), letters);
}

/** Whether a recognizer may have written one for the other. */
export function soundAlike(left: string, right: string): boolean {
  if (left.toLowerCase() === right.toLowerCase()) return true;
  const longer = Math.max(left.length, right.length);
  return (
    soundOf(left) === soundOf(right) &&
    lettersApart(left.toLowerCase(), right.toLowerCase()) <= longer * OTHER_LETTERS
  );
}

/** Levenshtein's distance. */
function lettersApart(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (const [to, other] of [...right].entries())
      next.push(Math.min(next[to]! + 1, row[to + 1]! + 1, row[to]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

/** "Come in, when, take a seat": a word between pauses, where somebody may be called. */
const CALLED = /(?<=^|, )\p{L}+(?=,|[.!?]*$)/gu;
const CAPITALISED = /(?<!\p{L})\p{Lu}\p{Ll}+(?!\p{L})/gu;

/** A sentence that was heard, with a name that is known in place of words that sound like it where a name stands. */
export function withNameAsKnown(sentence: string, name: string): string {
  const named = (word: string, isName: boolean) => (isName && soundAlike(word, name) ? name : word);
  return sentence
    .replace(CALLED, (word) => named(word, sentence.length > word.length + 1))
    .replace(CAPITALISED, (word, at: number) =>
      named(word, isFirstName(word) || (at > 0 && !STOP_WORDS.has(word.toLowerCase()))),
    );
}
