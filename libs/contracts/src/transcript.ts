/** A turn as language tasks see it. */
export interface TranscriptTurn {
  /** Segments that it was made of, for evidence. */
  readonly segmentIds: readonly string[];
  /** `You` for the owner, a known person's name, else `Speaker 0`. Never shown in prose as it stands. */
  readonly speaker: string;
  /** Whether the owner speaks; null when voices could not be told apart, so that anyone may be speaking. */
  readonly isUser: boolean | null;
  readonly text: string;
  /** Seconds since the conversation's start. */
  readonly start: number;
  readonly end: number;
}

/** What every language task on a conversation gets. Plain data: it crosses threads. */
export interface TranscriptInput {
  readonly turns: readonly TranscriptTurn[];
  /** Start of the conversation, epoch milliseconds; what "tomorrow" counts from. */
  readonly startedAtMs: number;
  /** IANA name of the owner's time zone. */
  readonly timeZone: string;
  readonly language: string;
  /** First name of the owner when it is known. */
  readonly ownerName: string | null;
}
