import type { AppError } from '#libs/kernel';
import { RECORD_KIND, type CaptureRecord } from './capture-record.js';
import type { CapturedFrame } from './capture-state.js';

/** What became of the frames of one `append`, now that they are safe on disk. */
export interface Appended {
  /** Highest number of which it and all before it are durable or given up by the client. */
  readonly durableSeq: number;
  /** The new frames with their place in the audio; those that were durable before are not among them. */
  readonly frames: readonly CapturedFrame[];
  /** Numbers that the client skipped just before these frames; 0 when none. */
  readonly lostFrames: number;
}

export interface PendingAppend {
  readonly firstSeq: number;
  readonly frames: readonly Uint8Array[];
  readonly bytes: number;
  readonly receivedAtMs: number;
  /** On the monotonic clock: how long frames that are missing before it are waited for. */
  readonly waitUntilMs: number;
  resolve(result: Appended): void;
  reject(error: AppError): void;
}

/** How long a refused frame is expected to be sent again. */
const SENT_AGAIN_WITHIN_MS = 60_000;

interface Refusal {
  readonly upToSeq: number;
  readonly untilMs: number;
  readonly error: AppError;
}

/**
 * The appends of one log that wait for the disk, by number. Those behind a gap wait for what is missing until their time is over; then the gap
 * is given up. A gap of frames that were refused here is not the client's: until those are sent again, what lies behind them is refused too.
 */
export class PendingAppends {
  private waiting: PendingAppend[] = [];
  private taken: PendingAppend[] = [];
  private waitingBytes = 0;
  private refusal: Refusal | null = null;

  /** Of frames. */
  get bytes(): number {
    return this.waitingBytes;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.taken.length === 0;
  }

  /** When the first of those that wait will have waited long enough; monotonic milliseconds. Null when nothing waits. */
  get nextDeadlineMs(): number | null {
    return this.waiting.length === 0 ? null : Math.min(...this.waiting.map((append) => append.waitUntilMs));
  }

  add(append: PendingAppend): void {
    const index = this.waiting.findLastIndex(({ firstSeq }) => firstSeq <= append.firstSeq);
    this.waiting.splice(index + 1, 0, append);
    this.waitingBytes += append.bytes;
  }

  /** Whether the one with the lowest number need not wait for frames before it. */
  isReady(lastSeq: number): boolean {
    return this.waiting.length > 0 && this.waiting[0]!.firstSeq <= lastSeq + 1;
  }

  /** Those that may be written now, in order. They are `taken` until `settle`. */
  take(lastSeq: number, nowMs: number): readonly PendingAppend[] {
    let last = lastSeq;
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      if (next.firstSeq > last + 1) {
        if (this.nextDeadlineMs! > nowMs) break;
        if (this.wasRefused(last + 1, nowMs)) {
          this.reject(this.waiting.splice(0), this.refusal!.error);
          break;
        }
      }
      this.waiting.shift();
      this.taken.push(next);
      last = Math.max(last, next.firstSeq + next.frames.length - 1);
    }
    return this.taken;
  }

  /** Nothing is waited for any longer. */
  hurry(): void {
    this.waiting = this.waiting.map((append) => ({ ...append, waitUntilMs: -Infinity }));
  }

  /** What was taken is done with. */
  settle(): readonly PendingAppend[] {
    const done = this.taken;
    this.taken = [];
    for (const { bytes } of done) this.waitingBytes -= bytes;
    return done;
  }

  /** What was taken is refused, and all that waits behind it. */
  refuse(error: AppError, nowMs: number): void {
    const refused = [...this.taken, ...this.waiting];
    this.taken = [];
    this.waiting = [];
    const upToSeq = Math.max(0, ...refused.map(({ firstSeq, frames }) => firstSeq + frames.length - 1));
    this.refusal = { upToSeq, untilMs: nowMs + SENT_AGAIN_WITHIN_MS, error };
    this.reject(refused, error);
  }

  private wasRefused(seq: number, nowMs: number): boolean {
    return this.refusal !== null && seq <= this.refusal.upToSeq && nowMs < this.refusal.untilMs;
  }

  private reject(appends: readonly PendingAppend[], error: AppError): void {
    for (const { bytes } of appends) this.waitingBytes -= bytes;
    for (const append of appends) append.reject(error);
  }
}

/** By append, the records of frames that are new. */
export function freshRecords(appends: readonly PendingAppend[], afterSeq: number): CaptureRecord[][] {
  let lastSeq = afterSeq;
  return appends.map(({ firstSeq, frames, receivedAtMs }) => {
    const skipped = Math.max(0, lastSeq + 1 - firstSeq);
    const fresh = frames.slice(skipped);
    lastSeq = Math.max(lastSeq, firstSeq + frames.length - 1);
    return fresh.map((payload, index) => ({
      kind: RECORD_KIND.frame,
      seq: firstSeq + skipped + index,
      receivedAtMs,
      lastOfBatch: index === fresh.length - 1,
      payload,
    }));
  });
}
