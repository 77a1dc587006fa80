import type { AppError } from '#libs/kernel';
import type { AudioFate } from './audio-fate.js';
import type { LiveUtterance, PartialUtterance } from './live-utterance.js';

/** Who recognizes now. */
export interface SpeechReady {
  readonly provider: string;
  /** The provider that would have been asked first and is away; null when this is the one. */
  readonly fallbackFrom: string | null;
}

/**
 * Who a live session tells. Calls that give a promise are awaited one after the other, and called again, with back-off and the very same
 * arguments, until they succeed or the session is closed: nothing that was said is dropped. `fate` is what became of the audio since the
 * call before; add it to what is stored in the same transaction that stores the handled position, and pass it over when that position is
 * stored already: then the sums stay exact whatever fails in between.
 */
export interface SessionListener {
  /** Store it together with `positionEndMs` as the handled position, in one transaction. In order, never overlapping. */
  onUtterance(utterance: LiveUtterance, fate: AudioFate): Promise<void>;
  /**
   * Words of a second pass through speech of which no words had come: they lie before the handled position, which stays as it is, and between
   * utterances that were told before. Store them in their place, by `id`, once: an id that is stored already is passed over with its
   * `fate`, which takes back what had failed. Never overlaps an utterance.
   */
  onFound(utterance: LiveUtterance, fate: AudioFate): Promise<void>;
  /** Not stored; may be lost. */
  onPartial(partial: PartialUtterance): void;
  /** All speech before this audio position was stored. After every half minute of audio, at each flush and at the end. */
  onProgress(handledPositionMs: number, fate: AudioFate): Promise<void> | void;
  /** A recognizer takes the audio: told at the start, again when none was there, and when another one takes over. */
  onSpeechReady(ready: SpeechReady): void;
  /**
   * No recognizer takes the audio. It is kept, and recognized from the last handled position on as soon as one is back. Told once, until it
   * is. `unavailable` SPEECH_UNAVAILABLE; `details.reason` is the code of what keeps it away (SPEECH_MODEL_MISSING, SPEECH_BUSY, …) and
   * `details.provider` who that is.
   */
  onSpeechAway(error: AppError): void;
}
