/** A vendor answers audio within a second or two; a connection that has been mute for so long is half open or its far end is stuck. */
const ANSWER_WITHIN_MS = 15_000;

/** Notices that a vendor does not answer any more: a half-open connection takes everything and gives nothing back. */
export class SilenceWatch {
  private askedAtMs: number | null = null;

  /** Something was sent that has to be answered. */
  asked(nowMs: number): void {
    this.askedAtMs ??= nowMs;
  }

  answered(): void {
    this.askedAtMs = null;
  }

  isMute(nowMs: number): boolean {
    return this.askedAtMs !== null && nowMs - this.askedAtMs >= ANSWER_WITHIN_MS;
  }
}
