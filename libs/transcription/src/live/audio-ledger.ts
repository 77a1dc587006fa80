/** Where every millisecond of a session's audio went. */
export interface AudioLedgerSnapshot {
  /** Audio that is durable; what was handled before the session was resumed is not counted. */
  readonly receivedMs: number;
  /** Judged to hold no speech. */
  readonly silentMs: number;
  /** Judged to hold speech: transcribed or failed. */
  readonly speechMs: number;
  /** Covered by utterances. */
  readonly transcribedMs: number;
  /** Speech of which no text came. */
  readonly failedMs: number;
  /** Received and not yet dealt with. */
  readonly pendingMs: number;
}

/** Rounding of positions: a sample at 8 kHz lasts an eighth of a millisecond. */
const TOLERANCE_MS = 1;

/** Accounts for a session's audio: what came in, and what the recognizer says it did with it. */
export class AudioLedger {
  private receivedMs = 0;
  private handledMs = 0;
  private speechMs = 0;
  private transcribedMs = 0;

  received(durationMs: number): void {
    this.receivedMs += durationMs;
  }

  /** The recognizer has dealt with this much more, so much of it speech. */
  handled(durationMs: number, speechMs: number): void {
    this.handledMs += durationMs;
    this.speechMs += speechMs;
  }

  transcribed(durationMs: number): void {
    this.transcribedMs += durationMs;
  }

  snapshot(): AudioLedgerSnapshot {
    return {
      receivedMs: this.receivedMs,
      silentMs: this.handledMs - this.speechMs,
      speechMs: this.speechMs,
      transcribedMs: this.transcribedMs,
      failedMs: this.speechMs - this.transcribedMs,
      pendingMs: this.receivedMs - this.handledMs,
    };
  }

  /**
   * What does not add up, as names of broken rules; empty when every second is accounted for: nothing was handled that did not come in, no
   * more speech than audio, no text for audio that held no speech.
   */
  imbalances(): string[] {
    const { pendingMs, silentMs, failedMs } = this.snapshot();
    const broken: string[] = [];
    if (pendingMs < -TOLERANCE_MS) broken.push('handled_more_than_received');
    if (silentMs < -TOLERANCE_MS) broken.push('speech_more_than_handled');
    if (failedMs < -TOLERANCE_MS) broken.push('transcribed_more_than_speech');
    return broken;
  }
}
