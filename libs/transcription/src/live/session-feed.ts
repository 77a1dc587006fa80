import type { AppError } from '#libs/kernel';

/** Where a session's audio goes once it is durable. */
export interface SessionFeed {
  /** Audio before this position was dealt with. */
  readonly positionMs: number;
  /** Why no recognizer takes the audio at the moment, or null. */
  readonly away: AppError | null;
  /** Who was given the audio last; null where nobody was. */
  readonly provider: string | null;
  /** Runs until `finish` was called and everything durable was dealt with. Rejects with the reason when it was stopped before. */
  run(): Promise<void>;
  /** More is durable. */
  wake(): void;
  /** Resolves when everything durable was dealt with. Rejects with SPEECH_UNAVAILABLE when no recognizer can do so now. */
  flush(): Promise<void>;
  /** No more audio will become durable. */
  finish(): void;
  /** Ends at once; what was not dealt with stays in the log. */
  stop(reason: AppError): void;
}
