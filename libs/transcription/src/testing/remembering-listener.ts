import type { AppError } from '#libs/kernel';
import type { LiveUtterance, PartialUtterance } from '../live/live-utterance.js';
import type { SessionListener } from '../live/session-listener.js';

/** Keeps what a live session told it; can be told to refuse. */
export class RememberingListener implements SessionListener {
  readonly utterances: LiveUtterance[] = [];
  readonly partials: PartialUtterance[] = [];
  readonly progress: number[] = [];
  /** `ready`, or the code of what keeps the recognizer away. */
  readonly speech: unknown[] = [];
  /** How many of the next utterances are refused. */
  refusals = 0;

  get texts(): string[] {
    return this.utterances.map((utterance) => utterance.text);
  }

  onUtterance(utterance: LiveUtterance): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.reject(new Error('The store is away.'));
    }
    this.utterances.push(utterance);
    return Promise.resolve();
  }
  onPartial(partial: PartialUtterance): void {
    this.partials.push(partial);
  }
  onProgress(handledPositionMs: number): void {
    this.progress.push(handledPositionMs);
  }
  onSpeechReady(): void {
    this.speech.push('ready');
  }
  onSpeechAway(error: AppError): void {
    this.speech.push(error.details.reason);
  }
}
