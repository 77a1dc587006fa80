/**
 * More tokens than a text of ordinary speech has in the vocabularies of today's models, counted in one pass. Which vocabulary a configured
 * server uses is not known here, and a tokenizer's tables would be megabytes for one vocabulary of many.
 *
 * Source of the weights: `cl100k_base` and `o200k_base` on everyday sentences in ten languages (the spec counts them again). English has about
 * 0.23 tokens a character, German 0.30, Polish 0.41 because a letter with a mark costs a token of its own and parts the word, Russian 0.45,
 * Japanese 1.1, always in the vocabulary that is worse at it.
 */
export function tokenBound(text: string): number {
  let bound = 0;
  for (let at = 0; at < text.length; at += 1) bound += weightOf(text.charCodeAt(at));
  return Math.ceil(bound);
}

const ASCII_END = 0x80;
const LATIN_END = 0x250;
/** Greek and Cyrillic. */
const EUROPEAN_END = 0x530;

function weightOf(unit: number): number {
  if (unit < ASCII_END) return 0.34;
  if (unit < LATIN_END) return 1.6;
  if (unit < EUROPEAN_END) return 0.6;
  return 1.6;
}
