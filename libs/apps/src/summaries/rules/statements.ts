import { expandContractions, FILLER_WORDS, splitSentences, stemOf, STOP_WORDS, tokenize } from '#libs/ai';
import type { TranscriptTurn } from '#libs/contracts';

/** One sentence that somebody said. */
export interface Statement {
  readonly text: string;
  /** The same with contractions written out, for patterns. */
  readonly plain: string;
  /** `You`, or a name; null: nobody knows who. */
  readonly speaker: string | null;
  /** Whether the owner speaks; null: nobody knows. */
  readonly isOwner: boolean | null;
  /** Which voice it is. */
  readonly voice: string;
  /** Seconds since the conversation's start. */
  readonly start: number;
  /** The stems of its words that mean something. */
  readonly stems: ReadonlySet<string>;
}

const NAMELESS = /^Speaker \d+$/;

/** In order, without fillers. */
export function statementsOf(turns: readonly TranscriptTurn[]): Statement[] {
  return turns
    .flatMap(({ text: said, speaker, isUser, start }) =>
      splitSentences(said).map(({ text }) => ({
        text: text.trim(),
        plain: expandContractions(text),
        speaker: NAMELESS.test(speaker) ? null : speaker,
        isOwner: isUser,
        voice: speaker,
        start,
        stems: contentStems(text),
      })),
    )
    .filter(({ stems }) => stems.size > 0);
}

export function contentStems(text: string): Set<string> {
  const words = tokenize(text).map(({ word }) => word);
  const meant = words.filter((word) => word.length > 2 && !STOP_WORDS.has(word) && !FILLER_WORDS.has(word));
  return new Set(meant.map(stemOf));
}

/** How much of `stems` stands in `others`: 0 to 1. */
export function shareIn(stems: ReadonlySet<string>, others: ReadonlySet<string>): number {
  if (stems.size === 0) return 1;
  return [...stems].filter((stem) => others.has(stem)).length / stems.size;
}
