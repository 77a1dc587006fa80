import type { RecognizedUtterance, RecognizedWord } from '#libs/ai';

/** An utterance placed in the session's audio. */
export interface PlacedUtterance {
  readonly text: string;
  readonly positionStartMs: number;
  readonly positionEndMs: number;
  /** Number of the voice, from 0. */
  readonly speaker: number;
  readonly provider: string;
  /** Their times are positions. */
  readonly words?: readonly RecognizedWord[];
  readonly language?: string;
}

/** What a provider heard in audio that begins at position `baseMs`. */
export function placeUtterance(
  { text, startMs, endMs, speaker, words, language }: RecognizedUtterance,
  baseMs: number,
  provider: string,
): PlacedUtterance {
  const placeWord = (word: RecognizedWord): RecognizedWord => ({
    ...word,
    startMs: baseMs + word.startMs,
    endMs: baseMs + word.endMs,
  });
  return {
    text,
    positionStartMs: baseMs + startMs,
    positionEndMs: baseMs + endMs,
    speaker,
    provider,
    ...(words && { words: words.map(placeWord) }),
    ...(language !== undefined && { language }),
  };
}

/** The same with some of its words only; null without any. */
export function withWords(
  utterance: PlacedUtterance,
  words: readonly RecognizedWord[],
): PlacedUtterance | null {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return null;
  if (words.length === utterance.words?.length) return utterance;
  // Some languages are written without spaces.
  const text = words.map((word) => word.text).join(utterance.text.includes(' ') ? ' ' : '');
  return { ...utterance, text, words, positionStartMs: first.startMs, positionEndMs: last.endMs };
}

/** By its middle, which two recognizers place alike even where they draw the edges of a word differently. */
export function middleOf({ startMs, endMs }: Pick<RecognizedWord, 'startMs' | 'endMs'>): number {
  return (startMs + endMs) / 2;
}
