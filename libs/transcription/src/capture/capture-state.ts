import { FrameClock, type FrameFault } from '../codecs/frame-clock.js';
import type { AudioFormat } from '../codecs/audio-format.js';
import { decodeErased, RECORD_KIND, type CaptureRecord } from './capture-record.js';
import { WallClock, type WallClockState, type WallTimeline } from './wall-timeline.js';

const NO_BYTES = new Uint8Array(0);

/** A frame of the log with its place in the session's audio. */
export interface CapturedFrame {
  readonly seq: number;
  readonly receivedAtMs: number;
  /** Where it begins, milliseconds of audio since the session's first sample. */
  readonly positionMs: number;
  readonly durationMs: number;
  /** Its length in samples at the clock's rate: 48,000 Hz for Opus, else the announced rate. */
  readonly samples: number;
  /** As received; empty for signs of life and when `erased`. */
  readonly payload: Uint8Array;
  /** Its sound was deleted: silence of the same length stands for it. */
  readonly erased: boolean;
  /** Bytes (0 or 1) of a PCM sample that the frame before began and this one completes. */
  readonly carriedIn: number;
  /** Bytes of a PCM sample that this frame begins and the next one completes. */
  readonly carriedOut: number;
  /** Why it gives no audio. */
  readonly fault?: FrameFault;
}

/** What a `CaptureState` remembers, as plain data: the first record of every segment. */
export interface CaptureStateSnapshot {
  readonly lastSeq: number;
  readonly lostFrames: number;
  readonly position: number;
  readonly carriedBytes: number;
  readonly lastReceivedAtMs: number | null;
  readonly batchStartMs: number;
  readonly wall: WallClockState;
}

/** Everything that follows from the records of a log, folded one by one: the same records always give the same state. */
export class CaptureState {
  lastSeq = 0;
  /** Frames whose numbers were skipped by the client. */
  lostFrames = 0;
  lastReceivedAtMs: number | null = null;
  private readonly clock: FrameClock;
  private readonly wall = new WallClock();
  private batchStartMs = 0;

  constructor(format: AudioFormat) {
    this.clock = new FrameClock(format);
  }

  get positionMs(): number {
    return this.clock.positionMs;
  }

  get timeline(): WallTimeline {
    return this.wall.timeline;
  }

  /** Takes in one record; answers the frame it holds, or null for a state record. */
  apply(record: CaptureRecord): CapturedFrame | null {
    if (record.kind === RECORD_KIND.state) {
      this.restore(JSON.parse(Buffer.from(record.payload).toString('utf8')) as CaptureStateSnapshot);
      return null;
    }
    this.lostFrames += Math.max(0, record.seq - this.lastSeq - 1);
    this.lastSeq = record.seq;
    this.lastReceivedAtMs = record.receivedAtMs;
    const frame = this.place(record);
    if (record.lastOfBatch) {
      this.wall.onBatch(this.batchStartMs, this.positionMs, record.receivedAtMs);
      this.batchStartMs = this.positionMs;
    }
    return frame;
  }

  snapshot(): CaptureStateSnapshot {
    return {
      lastSeq: this.lastSeq,
      lostFrames: this.lostFrames,
      position: this.clock.position,
      carriedBytes: this.clock.carriedBytes,
      lastReceivedAtMs: this.lastReceivedAtMs,
      batchStartMs: this.batchStartMs,
      wall: this.wall.snapshot(),
    };
  }

  private restore(snapshot: CaptureStateSnapshot): void {
    this.lastSeq = snapshot.lastSeq;
    this.lostFrames = snapshot.lostFrames;
    this.lastReceivedAtMs = snapshot.lastReceivedAtMs;
    this.batchStartMs = snapshot.batchStartMs;
    this.clock.restore(snapshot.position, snapshot.carriedBytes);
    this.wall.restore(snapshot.wall);
  }

  private place(record: CaptureRecord): CapturedFrame {
    const { positionMs, carriedBytes: carriedIn } = this.clock;
    const erased = record.kind === RECORD_KIND.erased;
    const timing = erased ? this.skip(record.payload) : this.clock.advance(record.payload);
    return {
      seq: record.seq,
      receivedAtMs: record.receivedAtMs,
      positionMs,
      durationMs: this.clock.positionMs - positionMs,
      samples: timing.samples,
      payload: erased ? NO_BYTES : record.payload,
      erased,
      carriedIn,
      carriedOut: this.clock.carriedBytes,
      ...(timing.fault === undefined ? {} : { fault: timing.fault }),
    };
  }

  private skip(payload: Uint8Array): { samples: number; fault?: FrameFault } {
    const { samples, carriedBytes } = decodeErased(payload);
    this.clock.restore(this.clock.position + samples, carriedBytes);
    return { samples };
  }
}
