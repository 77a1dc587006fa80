import type { RecognizedWord } from '#libs/ai';
import { middleOf, withWords, type PlacedUtterance } from './placed-utterance.js';

/** Sound before the cut that the next recognizer hears again, so that no onset of a word is lost. */
export const REPLAY_OVERLAP_MS = 300;

/** A word of which this much lies before the end of the last one may be the same. */
const SHARED_PART = 0.25;

/** The last word that was told, and where it ended. */
export interface LastWord {
  readonly text: string;
  readonly endMs: number;
}

/** Where one recognizer ended and the next goes on: what has been told must not come twice, and nothing behind it may be missing. */
export class ReplayCut {
  constructor(
    private readonly atMs: number,
    private readonly lastWord: LastWord | null,
  ) {}

  /** The utterance without what lies before the cut; null when nothing is left of it. */
  trim(utterance: PlacedUtterance): PlacedUtterance | null {
    if (utterance.positionStartMs >= this.atMs && !this.repeatsLastWord(utterance.words?.[0]))
      return utterance;
    if (!utterance.words?.length) return this.trimWhole(utterance);
    const words = utterance.words.filter(
      (word) => middleOf(word) >= this.atMs && !this.repeatsLastWord(word),
    );
    const kept = withWords(utterance, words);
    return kept && this.clip(kept);
  }

  /** Without word times it is taken or left as it is. */
  private trimWhole(utterance: PlacedUtterance): PlacedUtterance | null {
    const middleMs = (utterance.positionStartMs + utterance.positionEndMs) / 2;
    return middleMs >= this.atMs ? this.clip(utterance) : null;
  }

  private clip(utterance: PlacedUtterance): PlacedUtterance {
    return { ...utterance, positionStartMs: Math.max(utterance.positionStartMs, this.atMs) };
  }

  /** Two recognizers may place a word a little apart: one that begins well before the last word's end, and reads the same, is that word. */
  private repeatsLastWord(word: RecognizedWord | undefined): boolean {
    if (!word || !this.lastWord) return false;
    const sharedMs = this.lastWord.endMs - word.startMs;
    if (sharedMs < SHARED_PART * (word.endMs - word.startMs)) return false;
    return plain(word.text) === plain(this.lastWord.text);
  }
}

/** The last word of an utterance, for the cut behind it. */
export function lastWordOf({ words, text, positionEndMs }: PlacedUtterance): LastWord | null {
  const word = words?.at(-1);
  if (word) return { text: word.text, endMs: word.endMs };
  const last = text.split(/\s+/).at(-1);
  return last ? { text: last, endMs: positionEndMs } : null;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
