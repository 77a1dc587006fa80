import { access, mkdir, open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#libs/kernel';
import { isAbsent, syncFolder, writeAll } from '../capture-files.js';
import type { JournalSession } from './journal-entry.js';
import { dropJournalFiles, journalFile } from './journal-files.js';

export interface JournalLimits {
  /** From here on a segment is long enough for a checkpoint. */
  readonly longBytes: number;
  /** More than this is not written before a checkpoint has made room. */
  readonly fullBytes: number;
}

interface Segment {
  readonly path: string;
  /** By session, the lowest number of its frames in here. */
  readonly firstSeqs: Map<string, number>;
  size: number;
}

/** The files of a journal, for its one writer. A write is durable when it resolves, and has not happened when it rejects. */
export class JournalSegments {
  private file: FileHandle | null = null;
  private current: Segment | null = null;
  private rotated: Segment[] = [];
  private dropping: Segment[] = [];
  private tailIsDirty = false;
  private lost = false;

  constructor(
    private readonly folder: string,
    private nextNumber: number,
    private readonly limits: JournalLimits,
  ) {}

  get isLong(): boolean {
    return (this.current?.size ?? 0) >= this.limits.longBytes;
  }

  get isFull(): boolean {
    return this.all.reduce((sum, segment) => sum + segment.size, 0) >= this.limits.fullBytes;
  }

  /** Whether it holds anything that `isMeant`, which is asked by a session's path and the lowest number of its frames in a segment. */
  holds(isMeant: (path: string, firstSeq: number) => boolean): boolean {
    return this.all.some(({ firstSeqs }) =>
      [...firstSeqs].some(([path, firstSeq]) => isMeant(path, firstSeq)),
    );
  }

  async write(
    entries: readonly {
      readonly session: JournalSession;
      readonly bytes: Buffer;
      readonly firstSeq: number;
    }[],
  ): Promise<void> {
    const segment = this.current ?? (await this.begin());
    const file = this.file!;
    if (this.tailIsDirty) await file.truncate(segment.size);
    this.tailIsDirty = true;
    const bytes = Buffer.concat(entries.map((entry) => entry.bytes));
    // Before the write, so that what may be in the file is known even when it fails.
    for (const { session, firstSeq } of entries) {
      if (!segment.firstSeqs.has(session.path)) segment.firstSeqs.set(session.path, firstSeq);
    }
    try {
      await writeAll(file, bytes, segment.size);
      await file.datasync();
      if (await this.isTakenOver()) throw takenOver();
    } catch (error) {
      if (segment.size === 0) await this.beginAnew();
      throw error;
    }
    this.tailIsDirty = false;
    segment.size += bytes.length;
  }

  /** Whether another process works on this journal now: it renamed the files, and what is written afterwards nobody will ever read. */
  async isTakenOver(): Promise<boolean> {
    for (const { path } of this.current ? [...this.rotated, this.current] : this.rotated) {
      await access(path).catch((error: unknown) => {
        if (!isAbsent(error)) throw error;
        this.lost = true;
      });
    }
    return this.lost;
  }

  /** Ends the segment that is being written. */
  async rotate(): Promise<void> {
    if (!this.current) return;
    if (this.tailIsDirty) await this.file?.truncate(this.current.size);
    this.tailIsDirty = false;
    await this.file?.close();
    this.file = null;
    this.rotated.push(this.current);
    this.current = null;
  }

  /** Drops all that was ended: everything in it is safe elsewhere. */
  async dropRotated(): Promise<void> {
    this.dropping = this.rotated;
    this.rotated = [];
    try {
      await dropJournalFiles(
        this.folder,
        this.dropping.map(({ path }) => basename(path)),
      );
      this.dropping = [];
    } finally {
      this.rotated = [...this.dropping, ...this.rotated];
      this.dropping = [];
    }
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }

  private get all(): Segment[] {
    return [...this.dropping, ...this.rotated, ...(this.current ? [this.current] : [])];
  }

  /** The next write finds nothing in the way. */
  private async beginAnew(): Promise<void> {
    const { file } = this;
    this.file = null;
    this.current = null;
    this.tailIsDirty = false;
    this.nextNumber -= 1;
    await file?.close();
  }

  private async begin(): Promise<Segment> {
    if (this.lost) throw takenOver();
    const path = journalFile(this.folder, this.nextNumber);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(path, 'w', 0o600);
    try {
      await syncFolder(this.folder);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.nextNumber += 1;
    this.file = file;
    this.current = { path, firstSeqs: new Map(), size: 0 };
    return this.current;
  }
}

function takenOver(): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    'Another server has begun to work on this data folder. Stop one of the two.',
    { reason: 'taken over' },
  );
}
