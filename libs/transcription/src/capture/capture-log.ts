import { mkdir } from 'node:fs/promises';
import type { AppError, Cancel, Clock } from '#libs/kernel';
import type { CaptureCursor, CaptureSource } from './capture-cursor.js';
import { sessionPath, storageError, writeHeader, type CaptureHeader } from './capture-files.js';
import { sessionClosed, captureLogMissing } from './capture-refusals.js';
import type { CaptureRecord } from './capture-record.js';
import { CaptureState } from './capture-state.js';
import type { CaptureJournal, JournaledLog } from './journal/capture-journal.js';
import { packEntry, recordsOf, type JournalSession } from './journal/journal-entry.js';
import { LiveCursor } from './live-cursor.js';
import { LogFiles } from './log-files.js';
import { freshRecords, PendingAppends, type Appended } from './pending-appends.js';
import { RecentFrames } from './recent-frames.js';
import { SegmentWriter } from './segment-writer.js';
import type { WallTimeline } from './wall-timeline.js';

export type { Appended } from './pending-appends.js';

/** Frames that come out of order are waited for this long: below what counts as a pause of the recording. */
export const REORDER_WITHIN_MS = 1_000;

/** What a log works with, whichever session it is of. */
export interface CaptureLogDeps {
  readonly journal: CaptureJournal;
  readonly clock: Clock;
}

/** An entry that is on its way to the disk. */
interface Commit {
  readonly entry: Buffer | null;
  /** By append. */
  readonly records: readonly (readonly CaptureRecord[])[];
}

/**
 * The durable record of one session's frames, open for writing. `append` resolves when the frames would survive a power cut: when they are in
 * the journal that all sessions share. The log's own files follow later, in large pieces. A failed write changes nothing: what waited is
 * refused, and the next append tries again where the durable part ends.
 *
 * **Late frames.** Numbers must rise, but batches may come out of order and overlap. What is durable already is passed over. An append behind a
 * gap is not durable, and not answered, before the gap is filled: the frames are then merged by number. After `REORDER_WITHIN_MS` the
 * gap counts as lost (`lostFrames`), and later frames of it are passed over. A client that got no answer sends its frames again, so what
 * waits may be forgotten by a crash. Frames that the log itself refused are not given up so soon: see `PendingAppends`.
 */
export class CaptureLog implements JournaledLog {
  readonly session: JournalSession;
  readonly source: CaptureSource;
  /** The newest durable frames. */
  readonly recent: RecentFrames;
  private readonly files: LogFiles;
  private readonly pending = new PendingAppends();
  private commit: Commit | null = null;
  private cancelTimer: Cancel | null = null;
  private closed = false;

  private constructor(
    readonly header: CaptureHeader,
    folder: string,
    private readonly deps: CaptureLogDeps,
    private readonly state: CaptureState,
    segments: SegmentWriter,
  ) {
    this.session = { path: sessionPath(folder), startedAtMs: header.startedAtMs };
    this.source = { folder, format: header };
    this.recent = new RecentFrames(state.lastSeq, state.positionMs);
    this.files = new LogFiles(segments, state, deps.journal);
  }

  /** A new log. Its folder's name and its header's are safe on disk once their folders were synced. */
  static async create(header: CaptureHeader, folder: string, deps: CaptureLogDeps): Promise<CaptureLog> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeHeader(folder, header);
    } catch (error) {
      throw storageError(error);
    }
    const state = new CaptureState(header);
    return new CaptureLog(header, folder, deps, state, SegmentWriter.begin(folder, state));
  }

  /** A log that was left behind, by a crash or not: what had not been written whole at its end is cut off. */
  static async reopen(header: CaptureHeader, folder: string, deps: CaptureLogDeps): Promise<CaptureLog> {
    try {
      const state = new CaptureState(header);
      const segments = await SegmentWriter.open(folder, state);
      return new CaptureLog(header, folder, deps, state, segments);
    } catch (error) {
      throw storageError(error);
    }
  }

  get durableSeq(): number {
    return this.state.lastSeq;
  }
  /** What follows from all durable records. */
  get current(): Pick<
    CaptureState,
    'lastSeq' | 'positionMs' | 'lostFrames' | 'lastReceivedAtMs' | 'timeline'
  > {
    return this.state;
  }
  /** Durable audio, milliseconds. */
  get positionMs(): number {
    return this.state.positionMs;
  }
  get lostFrames(): number {
    return this.state.lostFrames;
  }
  /** Bytes of frames that wait for the disk, or for frames before them. */
  get pendingBytes(): number {
    return this.pending.bytes;
  }
  /** Bytes that are durable but not in the log's own files yet. */
  get unwrittenBytes(): number {
    return this.files.unwrittenBytes;
  }
  get timeline(): WallTimeline {
    return this.state.timeline;
  }
  get isClosed(): boolean {
    return this.closed;
  }

  /** Frames numbered from `firstSeq`; those already durable are passed over. Errors: `conflict` SESSION_CLOSED; `not_found` CAPTURE_LOG_MISSING; `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE. */
  append(firstSeq: number, frames: readonly Uint8Array[]): Promise<Appended> {
    if (this.files.isGone) return Promise.reject(captureLogMissing());
    if (this.closed) return Promise.reject(sessionClosed());
    return new Promise((resolve, reject) => {
      this.pending.add({
        firstSeq,
        frames,
        bytes: frames.reduce((sum, frame) => sum + frame.length, 0),
        receivedAtMs: this.deps.clock.nowMs(),
        waitUntilMs: this.deps.clock.monotonicMs() + REORDER_WITHIN_MS,
        resolve,
        reject,
      });
      this.request();
    });
  }

  /** Reads the durable part from an audio position on, and further while it grows. */
  cursor(fromMs: number): Promise<CaptureCursor> {
    return Promise.resolve(new LiveCursor(this, fromMs));
  }

  /**
   * Ends the segment that is being written, so that all before can be replaced, and runs `task` before anything else is written. No copy
   * of what was durable before is kept in memory.
   */
  betweenSegments<T>(task: () => Promise<T>): Promise<T> {
    return this.files.betweenSegments(() => {
      this.recent.clear();
      return task();
    });
  }

  /** Resolves when everything appended so far is durable or refused. Gaps are given up. */
  async settle(): Promise<void> {
    while (!this.pending.isEmpty) {
      this.pending.hurry();
      this.deps.journal.request(this);
      await this.deps.journal.commitNow();
    }
  }

  /** Makes what waits durable; everything is in the log's own files when this resolves. */
  async close(): Promise<void> {
    this.closed = true;
    await this.settle();
    this.cancelTimer?.();
    await this.save();
    this.deps.journal.release(this);
  }

  writeOut(): Promise<void> {
    return this.files.writeOut();
  }

  save(): Promise<void> {
    return this.files.save();
  }

  takeEntry(): { bytes: Buffer; firstSeq: number } | null {
    const { lastSeq } = this.state;
    const perAppend = freshRecords(this.pending.take(lastSeq, this.deps.clock.monotonicMs()), lastSeq);
    const records = perAppend.flat();
    if (records.length === 0) {
      this.commit = { entry: null, records: perAppend };
      return null;
    }
    const packed = packEntry(this.session, records);
    let at = 0;
    this.commit = {
      entry: packed.bytes,
      records: perAppend.map(({ length }) => packed.records.slice(at, (at += length))),
    };
    return { bytes: packed.bytes, firstSeq: records[0]!.seq };
  }

  onDurable(): void {
    const { entry, records } = this.commit!;
    this.commit = null;
    const appends = this.pending.settle();
    appends.forEach((append, index) => append.resolve(this.take(records[index]!)));
    if (entry) this.files.add(recordsOf(entry));
    this.request();
  }

  onRefused(error: AppError): void {
    this.commit = null;
    this.pending.refuse(error, this.deps.clock.monotonicMs());
    this.request();
  }

  /** Asks for a commit at once, or when what is behind a gap has waited long enough. */
  private request(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    if (this.pending.isReady(this.state.lastSeq)) return this.deps.journal.request(this);
    const deadlineMs = this.pending.nextDeadlineMs;
    if (deadlineMs === null) return;
    this.cancelTimer = this.deps.clock.after(Math.max(0, deadlineMs - this.deps.clock.monotonicMs()), () =>
      this.deps.journal.request(this),
    );
  }

  private take(records: readonly CaptureRecord[]): Appended {
    const lostBefore = this.state.lostFrames;
    const frames = records.map((record) => this.state.apply(record)).filter((frame) => frame !== null);
    this.recent.add(frames);
    return {
      durableSeq: this.state.lastSeq,
      frames,
      lostFrames: this.state.lostFrames - lostBefore,
    };
  }
}
