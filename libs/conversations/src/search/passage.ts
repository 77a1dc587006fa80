/** A piece of what was said, found by search, with everything a citation needs. */
export interface Passage {
  readonly conversationId: string;
  readonly title: string;
  /** Start of the conversation, epoch milliseconds. */
  readonly startedAtMs: number;
  /** `speech`: words of the transcript. `summary`: the conversation as a whole was found; `text` is its overview and no segment is named. */
  readonly kind: 'speech' | 'summary';
  readonly segmentIds: readonly string[];
  /** `SPEAKER_` and a number; empty for a summary. */
  readonly speaker: string;
  /** Whether the owner speaks; null when voices could not be told apart. */
  readonly isUser: boolean | null;
  /** Seconds since the conversation's start. Interpolated within a long segment. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What was said right before and right after, or ''. */
  readonly before: string;
  readonly after: string;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
}

export interface PassageQuery {
  /** As a person typed it. What has the words in quotation marks just so comes first, and alone where nothing else is asked for. */
  readonly text: string;
  readonly limit: number;
  /** Conversations that began in this range, epoch milliseconds, both ends included. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Only what this person said: an id, or `user` for the owner. */
  readonly speaker?: string;
  readonly conversationId?: string;
  readonly folderId?: string;
  readonly category?: string;
}
