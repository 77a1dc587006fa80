import type { TranscriptTurn } from '#libs/contracts';
import type { KnownFact } from './fact.js';

/** One sentence, of the turn that it was cut from. */
export interface Sentence {
  readonly text: string;
  readonly turn: TranscriptTurn;
  readonly turnIndex: number;
  /** How likely the owner speaks. */
  readonly voice: number;
}

/** Words of a statement, and what it rests on. */
export interface Source {
  readonly text: string;
  readonly segmentIds: readonly string[];
  readonly quote: string;
  /** Somebody asked whether it still holds, and was told so. */
  readonly isConfirmed?: boolean;
  /** It is only said when it changes this memory: what its pronoun stands for is a guess. */
  readonly mustChange?: KnownFact;
}

/** The words of one sentence alone. */
export function inSentence({ turn, text }: Sentence): Omit<Source, 'text'> {
  return { segmentIds: turn.segmentIds, quote: text };
}

/** The words of two sentences in order. */
export function inBoth(first: Sentence, second: Sentence): Omit<Source, 'text'> {
  return {
    segmentIds: [...new Set([...first.turn.segmentIds, ...second.turn.segmentIds])],
    quote: `${first.text} ${second.text}`,
  };
}
