import type { AppError } from '#libs/kernel';
import type { LiveUtterance, PartialUtterance } from './live-utterance.js';

/** Who a live session tells. Calls that give a promise are awaited one after the other. */
export interface SessionListener {
  /**
   * Store it together with `positionEndMs` as the handled position, in one transaction. In order, never overlapping. When it fails it is
   * called again, with back-off, until it succeeds or the session is closed: nothing that was said is dropped.
   */
  onUtterance(utterance: LiveUtterance): Promise<void>;
  /** Not stored; may be lost. */
  onPartial(partial: PartialUtterance): void;
  /** All speech before this audio position was stored. At most every few seconds, at each flush and at the end. A failure is not repeated: the next call says more. */
  onProgress(handledPositionMs: number): Promise<void> | void;
  /** A recognizer takes the audio: told at the start, and again when it was away. */
  onSpeechReady(): void;
  /**
   * No recognizer takes the audio. It is kept, and recognized from the last handled position on as soon as one is back. Told once, until it
   * is. `unavailable` SPEECH_UNAVAILABLE; `details.reason` is the code of what keeps it away (SPEECH_MODEL_MISSING, …).
   */
  onSpeechAway(error: AppError): void;
}
