import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { AppError, SerialQueue, type Cancel, type Clock } from '#libs/kernel';
import {
  listSegments,
  segmentFile,
  storageError,
  syncFolder,
  writeHeader,
  type CaptureHeader,
} from './capture-files.js';
import { CaptureCursor, type DurableEnd } from './capture-cursor.js';
import { encodeRecords, RECORD_KIND, type CaptureRecord } from './capture-record.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';
import type { WallTimeline } from './wall-timeline.js';

/** A segment is ended when it has grown to this: about twelve minutes of Opus, two of 16 kHz PCM. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Records taken at once while a segment is read in. */
const READ_IN = 2_000;

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
  private readonly commits = new SerialQueue();
  private pending: PendingAppend[] = [];
  private pendingSize = 0;
  private file: FileHandle | null = null;
  private end: DurableEnd = { segment: 0, offset: 0 };
  /** Whether a failed write may have left bytes behind the durable end. */
  private tailIsDirty = false;
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
    await log.readIn();
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
    return this.end;
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
        if (this.file) await this.startSegment();
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
    await this.file?.close();
    this.file = null;
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
      if (records.length > 0) await this.write(encodeRecords(records));
      batch.forEach((append, index) => append.resolve(this.take(perAppend[index]!)));
    } catch (error) {
      this.tailIsDirty = true;
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

  private async write(bytes: Buffer): Promise<void> {
    if (!this.file || this.end.offset >= SEGMENT_BYTES) await this.startSegment();
    const file = this.file!;
    if (this.tailIsDirty) await file.truncate(this.end.offset);
    this.tailIsDirty = false;
    await writeAll(file, bytes, this.end.offset);
    await file.datasync();
    this.end = { segment: this.end.segment, offset: this.end.offset + bytes.length };
  }

  /** Every segment begins with all that the ones before it tell. */
  private async startSegment(): Promise<void> {
    const previous = this.file;
    const segment = this.end.segment + 1;
    const file = await open(segmentFile(this.folder, segment), 'w', 0o600);
    try {
      const payload = Buffer.from(JSON.stringify(this.state.snapshot()));
      const state = { kind: RECORD_KIND.state, seq: 0, receivedAtMs: 0, lastOfBatch: false, payload };
      const bytes = encodeRecords([state]);
      await writeAll(file, bytes, 0);
      await file.datasync();
      await syncFolder(this.folder);
      this.file = file;
      this.end = { segment, offset: bytes.length };
    } catch (error) {
      await file.close();
      throw error;
    }
    await previous?.close();
  }

  private async readIn(): Promise<void> {
    for (const segment of (await listSegments(this.folder)).reverse()) {
      const path = segmentFile(this.folder, segment);
      const offset = await this.replay(path);
      if (offset > 0) return this.continueSegment(path, { segment, offset });
      // It broke off inside its first record, before any frame: the segment before it is the last one.
      await rm(path, { force: true });
    }
  }

  private async continueSegment(path: string, end: DurableEnd): Promise<void> {
    try {
      this.file = await open(path, 'r+');
      await this.file.truncate(end.offset);
      await this.file.datasync();
      this.end = end;
    } catch (error) {
      throw storageError(error);
    }
  }

  /** Takes in a segment's records; answers where the last whole one ends. */
  private async replay(path: string): Promise<number> {
    const reader = await SegmentReader.open(path);
    try {
      for (;;) {
        const records = await reader.take(READ_IN);
        if (records.length === 0) return reader.offset;
        for (const record of records) this.state.apply(record);
      }
    } finally {
      await reader.close();
    }
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

function closedError(): AppError {
  return new AppError(
    'conflict',
    'SESSION_CLOSED',
    'This audio session has ended. Open a new one, or resume it, and send the frames again.',
  );
}
