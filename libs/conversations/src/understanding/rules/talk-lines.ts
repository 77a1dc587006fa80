import type { DateMention } from '#libs/ai';
import type { TranscriptInput } from '#libs/contracts';

export type Role = 'owner' | 'other' | 'unknown';

/** One sentence of a conversation. */
export interface Line {
  /** Counted from 0 over the whole talk. */
  readonly index: number;
  /** Index of its turn. */
  readonly turn: number;
  /** Contractions written out, hesitations dropped. */
  readonly text: string;
  /** Whether its turn begins with it or a pause lies before it. */
  readonly opening: boolean;
  readonly role: Role;
  /** How likely it is that the owner speaks, 0 to 1. */
  readonly owner: number;
  readonly speaker: string;
  readonly segmentIds: readonly string[];
  readonly dates: readonly DateMention[];
  readonly question: boolean;
  /** Repeats or tells a PIN, password, card number or the like: may be quoted nowhere. */
  readonly secret: boolean;
}

/** A transcript prepared for the rules. */
export interface Talk {
  readonly input: TranscriptInput;
  readonly lines: readonly Line[];
  /** One person speaks, as in a voice note. */
  readonly monologue: boolean;
  /** A broadcast or lecture that the owner only listens to. */
  readonly narrated: boolean;
  /** Told like a story, as from a book: of others, in the past, by nobody who says "I". Narrated too. */
  readonly story: boolean;
  /** Whether voices could be told apart. */
  readonly diarized: boolean;
  /** Number of voices; 1 when they could not be told apart. */
  readonly voices: number;
  /** Names of speakers by their label, as far as they are known or were said. */
  readonly names: ReadonlyMap<string, string>;
}
