import type { CapturedFrame } from './capture-state.js';

/** Audio that a reader may be behind before it reads from the file: a recognizer that keeps up is far closer. */
const RECENT_MS = 3_000;
/** Of sound, whatever the format. */
const RECENT_BYTES = 128 * 1024;

/** Who reads along. */
export interface Follower {
  /** Highest number that it has taken, or needs not take. */
  readonly takenSeq: number;
}

/**
 * The newest durable frames of a log, so that who follows it need not read what was just written. What all followers have taken is let go of
 * at once: frames that die young cost the garbage collector nothing, and hundreds of logs hold many.
 */
export class RecentFrames {
  private frames: CapturedFrame[] = [];
  private bytes = 0;
  private readonly followers = new Set<Follower>();

  /** @param fromMs where the frame after `afterSeq` begins. */
  constructor(
    private afterSeq: number,
    private fromMs: number,
  ) {}

  /** All frames with a higher number are here. */
  get heldAfterSeq(): number {
    return this.afterSeq;
  }

  /** Whether every frame from this audio position on is here. */
  holdsFrom(positionMs: number): boolean {
    return positionMs >= this.fromMs;
  }

  add(frames: readonly CapturedFrame[]): void {
    for (const frame of frames) {
      this.frames.push(frame);
      this.bytes += frame.payload.length;
    }
    this.forgetOldest();
  }

  /** Up to `max` frames behind a number, or null when older ones than are here belong to them. */
  after(seq: number, max: number): readonly CapturedFrame[] | null {
    if (seq < this.afterSeq) return null;
    const start = seq === this.afterSeq ? 0 : this.indexBehind(seq);
    return this.frames.slice(start, start + max);
  }

  follow(follower: Follower): void {
    this.followers.add(follower);
  }

  unfollow(follower: Follower): void {
    this.followers.delete(follower);
  }

  /** A follower has taken more. */
  taken(): void {
    let taken = Infinity;
    for (const { takenSeq } of this.followers) taken = Math.min(taken, takenSeq);
    this.forget(this.indexBehind(taken));
  }

  /** Lets go of everything: whoever wants it reads the file. */
  clear(): void {
    this.forget(this.frames.length);
  }

  private forgetOldest(): void {
    const last = this.frames.at(-1);
    if (!last) return;
    let bytes = this.bytes;
    let count = 0;
    while (count < this.frames.length) {
      const frame = this.frames[count]!;
      if (bytes <= RECENT_BYTES && frame.positionMs >= last.positionMs - RECENT_MS) break;
      bytes -= frame.payload.length;
      count += 1;
    }
    this.forget(count);
  }

  private forget(count: number): void {
    const last = this.frames[count - 1];
    if (!last) return;
    this.afterSeq = last.seq;
    this.fromMs = last.positionMs + last.durationMs;
    for (const frame of this.frames.splice(0, count)) this.bytes -= frame.payload.length;
  }

  private indexBehind(seq: number): number {
    let low = 0;
    let high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.frames[middle]!.seq > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
