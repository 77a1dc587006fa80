import { basename, dirname, join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { SilentLog, type Log } from '#libs/observability';
import {
  journalFolder,
  listOwnerFolders,
  listSessionFolders,
  ownerFolder,
  readHeader,
  removeFolder,
  sessionFolder,
  sessionPath,
  storageError,
  syncFolder,
  type CaptureHeader,
} from './capture-files.js';
import type { CaptureCursor } from './capture-cursor.js';
import { captureInfo, segmentBytes, type CaptureInfo } from './capture-info.js';
import { CaptureLog } from './capture-log.js';
import { cursorOfClosed, framesWithin, lastState } from './closed-log.js';
import { captureLogExists, captureLogMissing } from './capture-refusals.js';
import type { CapturedFrame } from './capture-state.js';
import { eraseSpan, type AudioSpan } from './erase-span.js';
import type { CaptureJournal } from './journal/capture-journal.js';
import { JournalAccess } from './journal/journal-access.js';
import type { JournalSnapshot } from './journal/journal-snapshot.js';
import { OpenLogs } from './open-logs.js';

/** No two syncs of the journal are closer together than this; source: the architecture's limit for group commit. */
export const GROUP_COMMIT_MS = 100;

export interface CaptureLogsOptions {
  /** Absolute; the logs lie below `capture` in it. */
  readonly dataDir: string;
  /** `GROUP_COMMIT_MS` unless told otherwise; 0 syncs as often as the disk allows. */
  readonly groupCommitMs?: number;
  /** Bytes of the journal after which it is emptied into the logs; `CHECKPOINT_BYTES` unless told otherwise. */
  readonly checkpointBytes?: number;
  /** Where it is told that a log cannot be read; nowhere unless told otherwise. */
  readonly log?: Log;
}

/** Of the journal: twenty seconds of 300 Opus streams, three of as many PCM streams. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
/** How often that before frames are refused because the logs' own files cannot be written. */
const FULL_AFTER_CHECKPOINTS = 4;

/**
 * The durable records of what devices sent, one per session, until their conversations are final and their recordings stored. A session
 * of another owner is the same as none. Errors: `not_found` CAPTURE_LOG_MISSING; `conflict` CAPTURE_LOG_EXISTS, CAPTURE_LOG_IN_USE;
 * `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE.
 */
export class CaptureLogs implements OnApplicationShutdown {
  private readonly root: string;
  private readonly log: Log;
  private readonly journal: JournalAccess;
  private readonly open = new OpenLogs();

  constructor(
    options: CaptureLogsOptions,
    private readonly clock: Clock,
  ) {
    const longBytes = options.checkpointBytes ?? CHECKPOINT_BYTES;
    this.root = join(options.dataDir, 'capture');
    this.log = options.log ?? new SilentLog();
    this.journal = new JournalAccess(
      {
        root: this.root,
        folder: journalFolder(this.root),
        groupCommitMs: options.groupCommitMs ?? GROUP_COMMIT_MS,
        longBytes,
        fullBytes: longBytes * FULL_AFTER_CHECKPOINTS,
        onDamaged: (error) => void this.reportUnreadable(error),
      },
      clock,
    );
  }

  /** A log for a session that had none. `close` gives it back. */
  create(header: Omit<CaptureHeader, 'startedAtMs'>): Promise<CaptureLog> {
    return this.open.open(this.folderOf(header.ownerId, header.sessionId), async (folder) => {
      if (await readHeader(folder)) throw captureLogExists();
      const startedAtMs = this.clock.nowMs();
      const log = await CaptureLog.create({ ...header, startedAtMs }, folder, await this.logDeps());
      // The disk takes three syncs at once for one.
      await Promise.all([folder, dirname(folder), this.root].map(syncFolder));
      return log;
    });
  }

  /** The log of a session that goes on. A torn end is cut off. */
  reopen(ownerId: string, sessionId: string): Promise<CaptureLog> {
    return this.open.open(this.folderOf(ownerId, sessionId), async (folder) => {
      const deps = await this.logDeps();
      return CaptureLog.reopen(await this.headerOf(folder), folder, deps);
    });
  }

  /** Writes what waits and gives the log back. One whose files cannot be written stays with the journal, which tries again. */
  async close(log: CaptureLog): Promise<void> {
    const folder = this.folderOf(log.header.ownerId, log.header.sessionId);
    await log.close();
    this.open.closed(folder, log);
  }

  /** Writes what waits in every log, last thing before the process ends. */
  async onApplicationShutdown(): Promise<void> {
    const closed = await Promise.allSettled(this.open.all().map((log) => this.close(log)));
    await this.journal.close();
    const failure = closed.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** Whether there is a log, at the cost of a look. */
  async has(ownerId: string, sessionId: string): Promise<boolean> {
    return (await readHeader(this.folderOf(ownerId, sessionId))) !== null;
  }

  /** What is there, or null. */
  async describe(ownerId: string, sessionId: string): Promise<CaptureInfo | null> {
    return this.describeFolder(this.folderOf(ownerId, sessionId), await this.journal.snapshot());
  }

  /** Every log of every owner. One that cannot be read keeps none of the others from being found. */
  async *list(): AsyncIterable<CaptureInfo> {
    const journaled = await this.journal.snapshot();
    for (const folder of await listSessionFolders(this.root)) {
      const info = await this.describeFolder(folder, journaled).catch((error: unknown) =>
        this.reportUnreadable(error),
      );
      if (info) yield info;
    }
  }

  /** The frames that begin within the span, in order; of a log that is being written, those that are durable. */
  async *read(
    ownerId: string,
    sessionId: string,
    span: AudioSpan = { fromMs: 0, toMs: Infinity },
  ): AsyncIterable<CapturedFrame> {
    const cursor = await this.cursorOf(this.folderOf(ownerId, sessionId), span.fromMs);
    try {
      yield* framesWithin(cursor, span);
    } finally {
      await cursor.close();
    }
  }

  /**
   * Deletes the sound of a span and keeps its length, so that the positions of all other audio stay as they are. Answers how many frames
   * lost their bytes. Running it twice is fine; a log that is not there holds nothing.
   */
  async erase(ownerId: string, sessionId: string, span: AudioSpan): Promise<number> {
    const folder = this.folderOf(ownerId, sessionId);
    const header = await readHeader(folder);
    if (!header) return 0;
    const journal = await this.journal.forDeletion();
    const erase = () => eraseSpan(folder, header, span);
    const open = this.open.in(folder);
    const erased = open ? open.betweenSegments(erase) : this.open.exclusively(folder, erase);
    const { frames, lastSeq } = await erased;
    await journal?.forget((path, firstSeq) => path === sessionPath(folder) && firstSeq <= lastSeq);
    return frames;
  }

  /** How many frames of a span still hold sound; 0 proves that it was erased. */
  async countFrames(ownerId: string, sessionId: string, span: AudioSpan): Promise<number> {
    if (!(await readHeader(this.folderOf(ownerId, sessionId)))) return 0;
    let count = 0;
    for await (const frame of this.read(ownerId, sessionId, span)) if (frame.payload.length > 0) count += 1;
    return count;
  }

  /** Removes a session's log. One that is being written is refused; one that is not there is fine. */
  async delete(ownerId: string, sessionId: string): Promise<void> {
    const folder = this.folderOf(ownerId, sessionId);
    const journal = await this.journal.forDeletion();
    await this.remove(folder);
    await journal?.forget((path) => path === sessionPath(folder));
  }

  /** Removes every log of an owner; answers how many. One that is being written is refused. */
  async deleteOfOwner(ownerId: string): Promise<number> {
    const journal = await this.journal.forDeletion();
    const folders = await listOwnerFolders(this.root, ownerId);
    for (const folder of folders) await this.remove(folder);
    const owner = ownerFolder(this.root, ownerId);
    if (folders.length > 0) await removeFolder(owner);
    await journal?.forget((path) => dirname(path) === basename(owner));
    return folders.length;
  }

  /** How many logs an owner has, readable or not. */
  async countOfOwner(ownerId: string): Promise<number> {
    return (await listOwnerFolders(this.root, ownerId)).length;
  }

  private reportUnreadable(thrown: unknown): null {
    const { code, kind } = storageError(thrown);
    this.log.error('A capture log cannot be read', { 'error.code': code, 'error.kind': kind });
    return null;
  }

  private remove(folder: string): Promise<void> {
    return this.open.exclusively(folder, () => removeFolder(folder));
  }

  private folderOf(ownerId: string, sessionId: string): string {
    return sessionFolder(this.root, ownerId, sessionId);
  }

  private async headerOf(folder: string): Promise<CaptureHeader> {
    const header = await readHeader(folder);
    if (!header) throw captureLogMissing();
    return header;
  }

  private async logDeps(): Promise<{ journal: CaptureJournal; clock: Clock }> {
    return { journal: await this.journal.forWriting(), clock: this.clock };
  }

  private async cursorOf(folder: string, fromMs: number): Promise<CaptureCursor> {
    const open = this.open.in(folder);
    if (open) return open.cursor(fromMs);
    // The journal first: what leaves it while the header is read is in the files by then.
    const journaled = await this.journal.snapshot();
    return cursorOfClosed(folder, await this.headerOf(folder), journaled, fromMs);
  }

  private async describeFolder(
    folder: string,
    journaled: JournalSnapshot | null,
  ): Promise<CaptureInfo | null> {
    const header = await readHeader(folder);
    if (!header) return null;
    const fileBytes = await segmentBytes(folder);
    const open = this.open.in(folder);
    const state = open?.current ?? (await lastState(folder, header, journaled));
    return captureInfo(header, state, fileBytes + (open?.unwrittenBytes ?? 0));
  }
}
