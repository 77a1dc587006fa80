import { mkdir } from 'node:fs/promises';
import { AppError, SerialQueue, type Cancel, type Clock } from '#libs/kernel';
import { CaptureCursor, type DurableEnd } from './capture-cursor.js';
import { storageError, writeHeader, type CaptureHeader } from './capture-files.js';
import { RECORD_KIND, type CaptureRecord } from './capture-record.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { SegmentWriter } from './segment-writer.js';
import type { WallTimeline } from './wall-timeline.js';

/** What became of the frames of one `append`, now that they are safe on disk. */
export interface Appended {
  /** Highest number of which it and all before it are durable or given up by the client. */
  readonly durableSeq: number;
  /** The new frames with their place in the audio; those that were durable before are not among them. */
  readonly frames: readonly CapturedFrame[];
  /** Numbers that the client skipped just before these frames; 0 when none. */
  readonly lostFrames: number;
}

interface PendingAppend {
  readonly firstSeq: number;
  readonly frames: readonly Uint8Array[];
  readonly bytes: number;
  readonly receivedAtMs: number;
  resolve(result: Appended): void;
  reject(error: AppError): void;
}

/**
 * The durable record of one session's frames, open for writing. `append` resolves when the frames would survive a power cut; all that
 * waits at that moment is written and synced together, at most once per `groupCommitMs`. A failed write changes nothing: what
 * waited is refused, and the next append tries again where the durable part ends.
 */
export class CaptureLog {
  private readonly state: CaptureState;
  private readonly segments: SegmentWriter;
  private readonly commits = new SerialQueue();
  private pending: PendingAppend[] = [];
  private pendingSize = 0;
  private lastCommitMs = -Infinity;
  private cancelTimer: Cancel | null = null;
  private closed = false;

  private constructor(
    readonly header: CaptureHeader,
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly groupCommitMs: number,
  ) {
    this.state = new CaptureState(header);
    this.segments = new SegmentWriter(folder);
  }

  /** A new log; its folder and header are safe on disk when this resolves. */
  static async create(header: CaptureHeader, folder: string, clock: Clock, groupCommitMs: number) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeHeader(folder, header);
    } catch (error) {
      throw storageError(error);
    }
    return new CaptureLog(header, folder, clock, groupCommitMs);
  }

  /** A log that was left behind, by a crash or not: what had not been written whole at its end is cut off. */
  static async reopen(header: CaptureHeader, folder: string, clock: Clock, groupCommitMs: number) {
    const log = new CaptureLog(header, folder, clock, groupCommitMs);
    try {
      await log.segments.continueFrom(log.state);
    } catch (error) {
      throw storageError(error);
    }
    return log;
  }

  get durableSeq(): number {
    return this.state.lastSeq;
  }
  /** Durable audio, milliseconds. */
  get positionMs(): number {
    return this.state.positionMs;
  }
  get lostFrames(): number {
    return this.state.lostFrames;
  }
  /** Bytes of frames that wait for the disk. */
  get pendingBytes(): number {
    return this.pendingSize;
  }
  get timeline(): WallTimeline {
    return this.state.timeline;
  }

  /** Where a reader of this log has to stop. */
  get durableEnd(): DurableEnd {
    return this.segments.durableEnd;
  }

  /** Frames numbered from `firstSeq`; those already durable are passed over. Errors: `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE. */
  append(firstSeq: number, frames: readonly Uint8Array[]): Promise<Appended> {
    if (this.closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
      this.pendingSize += bytes;
      this.pending.push({ firstSeq, frames, bytes, receivedAtMs: this.clock.nowMs(), resolve, reject });
      this.schedule();
    });
  }

  /** Reads the durable part from an audio position on, and further while it grows. */
  cursor(fromMs: number): Promise<CaptureCursor> {
    return CaptureCursor.open(
      { folder: this.folder, format: this.header, end: () => this.durableEnd },
      fromMs,
    );
  }

  /** Ends the segment that is being written, so that all before can be replaced, and runs `task` before anything else is written. */
  async betweenSegments<T>(task: () => Promise<T>): Promise<T> {
    return this.commits
      .run(async () => {
        await this.segments.endSegment(this.state);
        return task();
      })
      .finally(() => this.schedule());
  }

  /** Resolves when everything appended so far is durable or refused. */
  async settle(): Promise<void> {
    while (this.pending.length > 0 || this.commits.size > 0) {
      this.commitNow();
      await this.commits.idle();
    }
  }

  /** Writes what waits and lets go of the file. */
  async close(): Promise<void> {
    this.closed = true;
    await this.settle();
    this.cancelTimer?.();
    await this.segments.close();
  }

  private schedule(): void {
    if (this.pending.length === 0 || this.cancelTimer || this.commits.size > 0) return;
    const waitMs = this.lastCommitMs + this.groupCommitMs - this.clock.monotonicMs();
    if (waitMs <= 0) this.commitNow();
    else this.cancelTimer = this.clock.after(waitMs, () => this.commitNow());
  }

  private commitNow(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    void this.commits.run(() => this.commit()).then(() => this.schedule());
  }

  /** Never rejects: what failed is told to those who wait. */
  private async commit(): Promise<void> {
    const batch = this.pending;
    if (batch.length === 0) return;
    this.pending = [];
    this.lastCommitMs = this.clock.monotonicMs();
    const perAppend = this.toRecords(batch);
    try {
      const records = perAppend.flat();
      if (records.length > 0) await this.segments.write(records, this.state);
      batch.forEach((append, index) => append.resolve(this.take(perAppend[index]!)));
    } catch (error) {
      batch.forEach((append) => append.reject(storageError(error)));
    } finally {
      this.pendingSize -= batch.reduce((sum, append) => sum + append.bytes, 0);
    }
  }

  private toRecords(batch: readonly PendingAppend[]): CaptureRecord[][] {
    let lastSeq = this.state.lastSeq;
    return batch.map(({ firstSeq, frames, receivedAtMs }) => {
      const fresh = frames
        .map((payload, index) => ({ kind: RECORD_KIND.frame, seq: firstSeq + index, receivedAtMs, payload }))
        .filter((record) => record.seq > lastSeq);
      lastSeq = fresh.at(-1)?.seq ?? lastSeq;
      return fresh.map((record, index) => ({ ...record, lastOfBatch: index === fresh.length - 1 }));
    });
  }

  private take(records: readonly CaptureRecord[]): Appended {
    const lostBefore = this.state.lostFrames;
    const frames = records.map((record) => this.state.apply(record)).filter((frame) => frame !== null);
    return {
      durableSeq: this.state.lastSeq,
      frames,
      lostFrames: this.state.lostFrames - lostBefore,
    };
  }
}

function closedError(): AppError {
  return new AppError(
    'conflict',
    'SESSION_CLOSED',
    'This audio session has ended. Open a new one, or resume it, and send the frames again.',
  );
}
