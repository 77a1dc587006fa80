import type { RecognizedWord } from '#libs/ai';

/** Something that one voice said. Positions are milliseconds of the session's audio; times are by the clock on the wall, epoch milliseconds. */
export interface LiveUtterance {
  /** The same for the same session and start, so that storing it twice changes nothing. */
  readonly id: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly positionStartMs: number;
  readonly positionEndMs: number;
  /** Number of the voice within the session, from 0; never that of another voice that a recognizer before this one told apart. */
  readonly speaker: number;
  /** Who recognized it. */
  readonly provider: string;
  /** In order, their times are positions of the session's audio; absent where the recognizer has no word times. */
  readonly words?: readonly RecognizedWord[];
  /** What was spoken, ISO 639-1, where the recognizer found it out. */
  readonly language?: string;
}

/** What the open utterance sounds like so far; replaced by the next one and void once its utterance has come. */
export type PartialUtterance = Omit<LiveUtterance, 'id'>;
