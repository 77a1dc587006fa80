/** Something that one voice said. Positions are milliseconds of the session's audio; times are by the clock on the wall, epoch milliseconds. */
export interface LiveUtterance {
  /** The same for the same session and start, so that storing it twice changes nothing. */
  readonly id: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly positionStartMs: number;
  readonly positionEndMs: number;
  /** Number of the voice within the session, from 0. */
  readonly speaker: number;
}

/** What the open utterance sounds like so far; replaced by the next one and void once its utterance has come. */
export type PartialUtterance = Omit<LiveUtterance, 'id'>;
