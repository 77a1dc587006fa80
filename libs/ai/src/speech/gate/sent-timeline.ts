/** From here on, what was sent follows the audio without a gap. */
interface Checkpoint {
  readonly sentMs: number;
  readonly audioMs: number;
}

/** More openings of the gate than a provider can be behind; older ones are folded into the oldest that is left. */
const MAX_CHECKPOINTS = 500;

/** Puts times of what was sent back to where they are in the audio, of which parts were left out. */
export class SentTimeline {
  private checkpoints: Checkpoint[] = [{ sentMs: 0, audioMs: 0 }];

  /** The next sample sent is the one at `audioMs`. Neither goes back. */
  resume(sentMs: number, audioMs: number): void {
    if (this.checkpoints.at(-1)!.sentMs === sentMs) this.checkpoints.pop();
    this.checkpoints.push({ sentMs, audioMs });
    if (this.checkpoints.length > MAX_CHECKPOINTS) this.checkpoints.shift();
  }

  /** Where something begins that begins at `sentMs`. */
  startOf(sentMs: number): number {
    return this.place(sentMs, (checkpoint) => checkpoint.sentMs <= sentMs);
  }

  /** Where something ends that ends at `sentMs`: at a gap, before it. */
  endOf(sentMs: number): number {
    return this.place(sentMs, (checkpoint) => checkpoint.sentMs < sentMs);
  }

  /** Nothing before this will be asked for. */
  forgetBefore(sentMs: number): void {
    const keep = this.checkpoints.findLastIndex((checkpoint) => checkpoint.sentMs < sentMs);
    if (keep > 0) this.checkpoints = this.checkpoints.slice(keep);
  }

  private place(sentMs: number, isBefore: (checkpoint: Checkpoint) => boolean): number {
    const { sentMs: fromMs, audioMs } = this.checkpoints.findLast(isBefore) ?? this.checkpoints[0]!;
    return Math.max(0, audioMs + sentMs - fromMs);
  }
}
