import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AppError, type Clock } from '#libs/kernel';
import { SilentLog, type Log } from '#libs/observability';
import {
  fileSize,
  listOwnerFolders,
  listSegments,
  listSessionFolders,
  ownerFolder,
  readHeader,
  removeFolder,
  segmentFile,
  sessionFolder,
  storageError,
  syncFolder,
  type CaptureHeader,
} from './capture-files.js';
import { CaptureCursor, type CaptureSource } from './capture-cursor.js';
import { CaptureLog } from './capture-log.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { eraseSpan, isWithin, type AudioSpan } from './erase-span.js';
import type { WallTimeline } from './wall-timeline.js';

/** Most frames read at once, so that a long log never fills memory. */
const READ_FRAMES = 500;
/** No two syncs of one log are closer together than this; source: the architecture's limit for group commit. */
export const GROUP_COMMIT_MS = 100;

export interface CaptureLogsOptions {
  /** Absolute; the logs lie below `capture` in it. */
  readonly dataDir: string;
  /** `GROUP_COMMIT_MS` unless told otherwise; 0 syncs as often as the disk allows. */
  readonly groupCommitMs?: number;
  /** Where it is told that a log cannot be read; nowhere unless told otherwise. */
  readonly log?: Log;
}

/** A log as it lies on disk. */
export interface CaptureInfo extends CaptureHeader {
  readonly durableSeq: number;
  /** Length of its audio, milliseconds. */
  readonly positionMs: number;
  /** Frames whose numbers the client skipped. */
  readonly lostFrames: number;
  readonly lastReceivedAtMs: number | null;
  readonly timeline: WallTimeline;
  readonly sizeBytes: number;
}

/**
 * The durable records of what devices sent, one per session, until their conversations are final and their recordings stored. A session
 * of another owner is the same as none. Errors: `not_found` CAPTURE_LOG_MISSING; `conflict` CAPTURE_LOG_EXISTS, CAPTURE_LOG_IN_USE;
 * `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE.
 */
export class CaptureLogs implements OnApplicationShutdown {
  private readonly root: string;
  private readonly groupCommitMs: number;
  private readonly log: Log;
  private readonly writing = new Map<string, CaptureLog | null>();

  constructor(
    options: CaptureLogsOptions,
    private readonly clock: Clock,
  ) {
    this.root = join(options.dataDir, 'capture');
    this.groupCommitMs = options.groupCommitMs ?? GROUP_COMMIT_MS;
    this.log = options.log ?? new SilentLog();
  }

  /** A log for a session that had none. `close` gives it back. */
  create(header: Omit<CaptureHeader, 'startedAtMs'>): Promise<CaptureLog> {
    return this.openOnce(header.ownerId, header.sessionId, async (folder) => {
      if (await readHeader(folder)) throw exists();
      await mkdir(this.root, { recursive: true, mode: 0o700 });
      const log = await CaptureLog.create(
        { ...header, startedAtMs: this.clock.nowMs() },
        folder,
        this.clock,
        this.groupCommitMs,
      );
      await syncFolder(dirname(folder));
      await syncFolder(this.root);
      return log;
    });
  }

  /** The log of a session that goes on. A torn end is cut off. */
  reopen(ownerId: string, sessionId: string): Promise<CaptureLog> {
    return this.openOnce(ownerId, sessionId, async (folder) =>
      CaptureLog.reopen(await this.headerOf(folder), folder, this.clock, this.groupCommitMs),
    );
  }

  /** Writes what waits and gives the log back. */
  async close(log: CaptureLog): Promise<void> {
    try {
      await log.close();
    } finally {
      this.writing.delete(this.folderOf(log.header.ownerId, log.header.sessionId));
    }
  }

  /** Writes what waits in every log, last thing before the process ends. */
  async onApplicationShutdown(): Promise<void> {
    const open = [...this.writing.values()].filter((log) => log !== null);
    await Promise.all(open.map((log) => this.close(log)));
  }

  /** What is there, or null. */
  async describe(ownerId: string, sessionId: string): Promise<CaptureInfo | null> {
    return this.describeFolder(this.folderOf(ownerId, sessionId));
  }

  /** Every log of every owner. One that cannot be read keeps none of the others from being found. */
  async *list(): AsyncIterable<CaptureInfo> {
    for (const folder of await listSessionFolders(this.root)) {
      const info = await this.describeFolder(folder).catch((error: unknown) => this.reportUnreadable(error));
      if (info) yield info;
    }
  }

  /** The frames that begin within the span, in order; of a log that is being written, those that are durable. */
  async *read(
    ownerId: string,
    sessionId: string,
    span: AudioSpan = { fromMs: 0, toMs: Infinity },
  ): AsyncIterable<CapturedFrame> {
    const source = await this.sourceOf(ownerId, sessionId);
    const cursor = await CaptureCursor.open(source, span.fromMs);
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
    const erase = () => eraseSpan(folder, header, span);
    const open = this.writing.get(folder);
    return open ? open.betweenSegments(erase) : this.exclusively(folder, erase);
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
    await this.remove(this.folderOf(ownerId, sessionId));
  }

  /** Removes every log of an owner; answers how many. One that is being written is refused. */
  async deleteOfOwner(ownerId: string): Promise<number> {
    const folders = await listOwnerFolders(this.root, ownerId);
    for (const folder of folders) await this.remove(folder);
    if (folders.length > 0) await removeFolder(ownerFolder(this.root, ownerId));
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
    return this.exclusively(folder, () => removeFolder(folder));
  }

  private folderOf(ownerId: string, sessionId: string): string {
    return sessionFolder(this.root, ownerId, sessionId);
  }

  private async headerOf(folder: string): Promise<CaptureHeader> {
    const header = await readHeader(folder);
    if (!header) throw missing();
    return header;
  }

  private async sourceOf(ownerId: string, sessionId: string): Promise<CaptureSource> {
    const folder = this.folderOf(ownerId, sessionId);
    return this.boundedSource(folder, await this.headerOf(folder));
  }

  /** Of a log that is being written only what is durable may be read. */
  private boundedSource(folder: string, format: CaptureHeader): CaptureSource {
    const open = this.writing.get(folder);
    return open ? { folder, format, end: () => open.durableEnd } : { folder, format };
  }

  /** Keeps a folder to one writer: null marks that one is on its way. */
  private async openOnce(
    ownerId: string,
    sessionId: string,
    open: (folder: string) => Promise<CaptureLog>,
  ): Promise<CaptureLog> {
    const folder = this.folderOf(ownerId, sessionId);
    if (this.writing.has(folder)) throw inUse();
    this.writing.set(folder, null);
    try {
      const log = await open(folder);
      this.writing.set(folder, log);
      return log;
    } catch (error) {
      this.writing.delete(folder);
      throw storageError(error);
    }
  }

  private async exclusively<T>(folder: string, task: () => Promise<T>): Promise<T> {
    if (this.writing.has(folder)) throw inUse();
    this.writing.set(folder, null);
    try {
      return await task();
    } finally {
      this.writing.delete(folder);
    }
  }

  private async describeFolder(folder: string): Promise<CaptureInfo | null> {
    const header = await readHeader(folder);
    if (!header) return null;
    const segments = await listSegments(folder);
    const sizes = await Promise.all(segments.map((index) => fileSize(segmentFile(folder, index))));
    const state = await lastState(this.boundedSource(folder, header));
    return {
      ...header,
      durableSeq: state.lastSeq,
      positionMs: state.positionMs,
      lostFrames: state.lostFrames,
      lastReceivedAtMs: state.lastReceivedAtMs,
      timeline: state.timeline,
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    };
  }
}

async function* framesWithin(cursor: CaptureCursor, span: AudioSpan): AsyncGenerator<CapturedFrame> {
  for (;;) {
    const frames = await cursor.take(READ_FRAMES);
    yield* frames.filter((frame) => isWithin(frame, span));
    if (frames.length === 0 || frames.at(-1)!.positionMs >= span.toMs) return;
  }
}

/** The state behind the last frame of a log. */
async function lastState(source: CaptureSource): Promise<CaptureState> {
  const cursor = await CaptureCursor.open(source, Infinity);
  try {
    return await cursor.toEnd();
  } finally {
    await cursor.close();
  }
}

function exists(): AppError {
  return new AppError(
    'conflict',
    'CAPTURE_LOG_EXISTS',
    'This session was used before. Resume it, or open one with a new id.',
  );
}

function inUse(): AppError {
  return new AppError(
    'conflict',
    'CAPTURE_LOG_IN_USE',
    'This session is open elsewhere. Close it there and try again.',
    {},
    { retryAfterMs: 1_000 },
  );
}

function missing(): AppError {
  return new AppError('not_found', 'CAPTURE_LOG_MISSING', 'There is no such audio session. Open a new one.');
}
