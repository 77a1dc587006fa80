import type { WordVectors } from './word-vectors.js';

const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;
const POSSESSIVE = /['’]s?$/;
/** Endings that are taken off a word nobody knows, longest first, and what stands there instead. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ies$/, ['y']],
  [/ing$/, ['', 'e']],
  [/ed$/, ['', 'e']],
  [/es$/, ['', 'e']],
  [/ly$/, ['']],
  [/s$/, ['']],
];

/**
 * The words of a text that have a vector, by number, as often as they occur. Lower case; `Anna's` counts as `anna`; `well-known` as one word or
 * else as its parts; an unknown form as its stem (`rewilded` as `rewild`).
 */
export function* knownWords(text: string, vectors: WordVectors): Generator<number> {
  for (const [match] of text.toLowerCase().matchAll(WORD)) {
    const word = match.replaceAll('’', "'").replace(POSSESSIVE, '');
    const whole = findForm(word, vectors);
    if (whole !== undefined) yield whole;
    else yield* knownParts(word, vectors);
  }
}

function* knownParts(word: string, vectors: WordVectors): Generator<number> {
  const parts = word.split(/['.-]/);
  if (parts.length === 1) return;
  for (const part of parts) {
    const found = findForm(part, vectors);
    if (found !== undefined) yield found;
  }
}

function findForm(word: string, vectors: WordVectors): number | undefined {
  const exact = vectors.find(word);
  if (exact !== undefined || word.length < 5) return exact;
  for (const [ending, replacements] of ENDINGS) {
    if (!ending.test(word)) continue;
    for (const replacement of replacements) {
      const stem = vectors.find(word.replace(ending, replacement));
      if (stem !== undefined) return stem;
    }
  }
  return undefined;
}
