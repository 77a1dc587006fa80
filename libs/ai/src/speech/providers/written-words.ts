import type { RecognizedWord } from '../../ports/speech-to-text.js';

/** A word as a provider hears it, in milliseconds since the first sample that it was sent. Often without punctuation. */
export interface WrittenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Where an utterance lies in its stream: its first sample that was sent, and between what its speech was heard. */
export interface UtterancePlace {
  readonly originMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The words of a text with their places in the stream: each takes along the punctuation around it, so that together they are the text.
 * Undefined when they are not the words of this text.
 */
export function wordsWithin(
  text: string,
  words: readonly WrittenWord[],
  place: UtterancePlace,
): RecognizedWord[] | undefined {
  const pieces = piecesOf(text, words);
  if (!pieces) return undefined;
  const placed: RecognizedWord[] = [];
  let freeMs = place.startMs;
  words.forEach((word, index) => {
    const startMs = clamp(place.originMs + word.startMs, freeMs, place.endMs);
    const endMs = clamp(place.originMs + word.endMs, startMs, place.endMs);
    placed.push({ text: pieces[index]!, startMs, endMs });
    freeMs = endMs;
  });
  return placed;
}

/** Cuts the text before each word, at the space if there is one: what stands before it belongs to the word before. */
function piecesOf(text: string, words: readonly WrittenWord[]): string[] | undefined {
  const lower = text.toLowerCase();
  const cuts: number[] = [];
  let read = 0;
  for (const word of words) {
    const letters = lettersOf(word.text);
    const at = letters === '' ? -1 : lower.indexOf(letters, read);
    const between = text.slice(read, at);
    if (at === -1 || /[\p{L}\p{N}]/u.test(between)) return undefined;
    const space = between.search(/\s\S*$/u);
    cuts.push(space === -1 ? at : read + space);
    read = at + letters.length;
  }
  if (cuts.length === 0 || /[\p{L}\p{N}]/u.test(text.slice(read))) return undefined;
  cuts[0] = 0;
  return cuts.map((cut, index) => text.slice(cut, cuts[index + 1]).trim());
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function clamp(value: number, min: number, max: number): number {
  return Math.round(Math.min(Math.max(value, min), max));
}
