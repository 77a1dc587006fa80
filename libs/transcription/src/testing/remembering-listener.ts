import type { AppError } from '#libs/kernel';
import { addFates, NO_FATE, type AudioFate } from '../live/audio-fate.js';
import type { LiveUtterance, PartialUtterance } from '../live/live-utterance.js';
import type { SessionListener, SpeechReady } from '../live/session-listener.js';

/** Keeps what a live session told it; can be told to refuse. */
export class RememberingListener implements SessionListener {
  readonly utterances: LiveUtterance[] = [];
  readonly partials: PartialUtterance[] = [];
  readonly progress: number[] = [];
  /** Words of second passes. */
  readonly found: LiveUtterance[] = [];
  /** Who was ready, in order, and instead of whom. */
  readonly ready: SpeechReady[] = [];
  /** What became of all the audio that it was told of. */
  fate = NO_FATE;
  /** `ready`, or the code of what keeps the recognizer away. */
  readonly speech: unknown[] = [];
  /** How many of the next utterances are refused. */
  refusals = 0;

  get texts(): string[] {
    return this.utterances.map((utterance) => utterance.text);
  }

  async onUtterance(utterance: LiveUtterance, fate: AudioFate): Promise<void> {
    await this.mayStore();
    this.utterances.push(utterance);
    this.fate = addFates(this.fate, fate);
  }
  async onFound(utterance: LiveUtterance, fate: AudioFate): Promise<void> {
    await this.mayStore();
    this.found.push(utterance);
    this.fate = addFates(this.fate, fate);
  }
  onPartial(partial: PartialUtterance): void {
    this.partials.push(partial);
  }
  onProgress(handledPositionMs: number, fate: AudioFate): void {
    this.progress.push(handledPositionMs);
    this.fate = addFates(this.fate, fate);
  }
  onSpeechReady(ready: SpeechReady): void {
    this.ready.push(ready);
    this.speech.push('ready');
  }
  onSpeechAway(error: AppError): void {
    this.speech.push(error.details.reason);
  }

  private mayStore(): Promise<void> {
    if (this.refusals === 0) return Promise.resolve();
    this.refusals -= 1;
    return Promise.reject(new Error('The store is away.'));
  }
}
