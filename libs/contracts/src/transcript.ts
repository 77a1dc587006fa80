/** A turn as language tasks see it. */
export interface TranscriptTurn {
  /** Segments that it was made of, for evidence. */
  readonly segmentIds: readonly string[];
  /** `You` for the owner, a known person's name, else `Speaker 0`. Never shown in prose as it stands. */
  readonly speaker: string;
  /** Whether the owner speaks; null when voices could not be told apart, so that anyone may be speaking. */
  readonly isUser: boolean | null;
  readonly text: string;
  /** Offsets into the text before which nobody spoke for a moment. Absent: nowhere, or not known. */
  readonly pauses?: readonly number[];
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
  /** ISO 639-1 of what is written about it: titles, tasks, memories. Absent: the language that was spoken. */
  readonly outputLanguage?: string;
  /** Before this, epoch milliseconds, a date counts as past. Absent: the start. */
  readonly referenceMs?: number;
  /** What the pictures show that were taken meanwhile, oldest first. Absent: none. */
  readonly photos?: readonly string[];
  /** The appointment during which it was recorded. Absent: none is known. */
  readonly meeting?: MeetingHint;
}

/** What a calendar says of a recorded meeting: whom it expected is no proof of who came. */
export interface MeetingHint {
  readonly title: string;
  readonly participants: readonly string[];
}
