import { addFates, failedMs, NO_FATE, totalMs, type AudioFate } from './audio-fate.js';

/** Where every millisecond of a session's audio went. */
export interface AudioLedgerSnapshot extends AudioFate {
  /** Audio that is durable; what was handled before the session was resumed is not counted. */
  readonly receivedMs: number;
  /** Received and not yet dealt with. */
  readonly pendingMs: number;
}

/** Rounding of positions: a sample at 8 kHz lasts an eighth of a millisecond. */
const TOLERANCE_MS = 1;

/** Accounts for a session's audio: what came in, and what became of it. */
export class AudioLedger {
  private receivedMs = 0;
  private fate = NO_FATE;
  private untold = NO_FATE;

  received(durationMs: number): void {
    this.receivedMs += durationMs;
  }

  /** This became of audio, or changes what became of it. */
  add(fate: AudioFate): void {
    this.fate = addFates(this.fate, fate);
    this.untold = addFates(this.untold, fate);
  }

  /** As `add`, by somebody who tells it. */
  addTold(fate: AudioFate): void {
    this.fate = addFates(this.fate, fate);
  }

  /** What was added since this was last called. */
  take(): AudioFate {
    const { untold } = this;
    this.untold = NO_FATE;
    return untold;
  }

  snapshot(): AudioLedgerSnapshot {
    return { ...this.fate, receivedMs: this.receivedMs, pendingMs: this.receivedMs - totalMs(this.fate) };
  }

  /**
   * What does not add up, as names of broken rules; empty when every second is accounted for: nothing was dealt with that did not come in,
   * and nothing twice.
   */
  imbalances(): string[] {
    const { pendingMs, silentMs, transcribedMs, failed } = this.snapshot();
    const broken: string[] = [];
    if (pendingMs < -TOLERANCE_MS) broken.push('handled_more_than_received');
    if (silentMs < -TOLERANCE_MS) broken.push('speech_more_than_handled');
    if (transcribedMs < -TOLERANCE_MS) broken.push('less_than_nothing_transcribed');
    if (failedMs({ ...NO_FATE, failed }) < -TOLERANCE_MS) broken.push('found_more_than_failed');
    return broken;
  }
}
