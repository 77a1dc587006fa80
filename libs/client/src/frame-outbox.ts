import { MAX_BATCH_FRAMES } from '#libs/contracts';

/** Frames on their way, the first of them numbered `firstSeq`. */
export interface OutgoingBatch {
  readonly firstSeq: number;
  readonly frames: readonly Uint8Array[];
}

/** Frames that are not durable yet, in order and numbered from 1, and how far they were sent. */
export class FrameOutbox {
  private frames: Uint8Array[] = [];
  /** Number of `frames[0]`. */
  private firstSeq = 1;
  private unsentSeq = 1;
  private heldBytes = 0;

  /** Number of the last frame that was written; 0 when there was none. */
  get lastSeq(): number {
    return this.firstSeq + this.frames.length - 1;
  }
  /** How many frames wait to be durable. */
  get size(): number {
    return this.frames.length;
  }
  get bytes(): number {
    return this.heldBytes;
  }
  get hasUnsent(): boolean {
    return this.unsentSeq <= this.lastSeq;
  }

  add(frame: Uint8Array): void {
    this.frames.push(frame);
    this.heldBytes += frame.byteLength;
  }

  /** The next frames to send, at most `limit`; null when all were sent. */
  take(limit: number): OutgoingBatch | null {
    if (!this.hasUnsent) return null;
    const start = this.unsentSeq - this.firstSeq;
    const frames = this.frames.slice(start, start + Math.min(limit, MAX_BATCH_FRAMES));
    const batch = { firstSeq: this.unsentSeq, frames };
    this.unsentSeq += frames.length;
    return batch;
  }

  /** Lets go of what is durable. A number from before is passed over. */
  settle(durableSeq: number): void {
    const gone = this.frames.splice(0, Math.max(0, durableSeq - this.firstSeq + 1));
    this.heldBytes -= gone.reduce((sum, frame) => sum + frame.byteLength, 0);
    this.firstSeq += gone.length;
    this.unsentSeq = Math.max(this.unsentSeq, this.firstSeq);
  }

  /** Everything that is not durable will be sent again. */
  rewind(): void {
    this.unsentSeq = this.firstSeq;
  }

  /** Another session counts anew: what is not durable becomes its first frames. */
  renumber(): void {
    this.firstSeq = 1;
    this.unsentSeq = 1;
  }
}
