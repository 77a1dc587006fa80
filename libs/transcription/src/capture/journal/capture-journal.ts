import { SerialQueue, type AppError, type Cancel, type Clock } from '#libs/kernel';
import { storageError } from '../capture-files.js';
import type { JournalSession } from './journal-entry.js';
import { JournalSegments, type JournalLimits } from './journal-segments.js';
import { replayJournal } from './replay-journal.js';

/** A log that says what it has to say through the journal. */
export interface JournaledLog {
  readonly session: JournalSession;
  /** All that waits, as one entry, and the number of its first frame; null when nothing of it is new. It is durable or refused before it is asked again. */
  takeEntry(): { readonly bytes: Buffer; readonly firstSeq: number } | null;
  onDurable(): void;
  onRefused(error: AppError): void;
  /** Resolves when all that was durable is safe in the log's own files. */
  save(): Promise<void>;
}

export interface CaptureJournalOptions extends JournalLimits {
  readonly root: string;
  readonly folder: string;
  readonly groupCommitMs: number;
  readonly onDamaged: (error: unknown) => void;
}

/** A checkpoint comes at the latest this long after the first entry that it drops. */
const CHECKPOINT_MS = 60_000;
/** Logs that are saved at once: acknowledgements need the disk too. */
const SAVED_AT_ONCE = 2;

/**
 * One file for what all sessions of this data folder receive, so that one write and one sync make all of it durable, at most once per
 * `groupCommitMs` and at once when nothing was written for that long. What a log's own files do not hold yet, the journal does: a checkpoint
 * has the logs saved and then drops the journal up to there. A failed commit changes nothing: what waited is refused.
 */
export class CaptureJournal {
  private readonly commits = new SerialQueue();
  private readonly checkpoints = new SerialQueue();
  private waiting = new Set<JournaledLog>();
  private unsaved = new Set<JournaledLog>();
  private lastCommitMs = -Infinity;
  private cancelCommit: Cancel | null = null;
  private cancelCheckpoint: Cancel | null = null;
  private nextCheckpoint: Promise<void> | null = null;

  private constructor(
    private readonly segments: JournalSegments,
    private readonly clock: Clock,
    private readonly groupCommitMs: number,
  ) {}

  /** Takes the journal over: what the last process left in it is in the logs' own files when this resolves. */
  static async open(options: CaptureJournalOptions, clock: Clock): Promise<CaptureJournal> {
    const { root, folder, groupCommitMs, onDamaged } = options;
    const last = await replayJournal(root, folder, onDamaged);
    return new CaptureJournal(new JournalSegments(folder, last + 1, options), clock, groupCommitMs);
  }

  /** Whether another process has this journal now, and with it all that was durable. */
  isTakenOver(): Promise<boolean> {
    return this.segments.isTakenOver();
  }

  /** A log has something to say. */
  request(log: JournaledLog): void {
    this.waiting.add(log);
    this.schedule();
  }

  /** Does not wait for its time: what waits is durable or refused when this resolves. */
  async commitNow(): Promise<void> {
    this.cancelCommit?.();
    this.cancelCommit = null;
    try {
      if (this.segments.isFull) await this.checkpoint();
      await this.commits.run(() => this.commit());
    } catch (error) {
      this.refuse(
        [...this.waiting].filter((log) => this.waiting.delete(log)),
        error,
      );
    }
    this.schedule();
  }

  /** The log's own files hold everything of it, or it is gone. */
  release(log: JournaledLog): void {
    this.waiting.delete(log);
    this.unsaved.delete(log);
  }

  /** Leaves nothing in the journal that `isMeant`, which is asked by a session's path and the lowest number of its frames in a segment. */
  async forget(isMeant: (path: string, firstSeq: number) => boolean): Promise<void> {
    if (this.segments.holds(isMeant)) await this.checkpoint();
  }

  /** Drops everything that is in the journal now, once it is safe in the logs' own files. */
  checkpoint(): Promise<void> {
    this.nextCheckpoint ??= this.checkpoints.run(() => {
      this.nextCheckpoint = null;
      return this.saveAndDrop();
    });
    return this.nextCheckpoint;
  }

  async close(): Promise<void> {
    await this.commitNow();
    this.cancelCommit?.();
    try {
      await this.checkpoint();
    } finally {
      this.cancelCheckpoint?.();
      await this.segments.close();
    }
  }

  private schedule(): void {
    if (this.waiting.size === 0 || this.cancelCommit || this.commits.size > 0) return;
    const waitMs = this.lastCommitMs + this.groupCommitMs - this.clock.monotonicMs();
    if (waitMs <= 0) void this.commitNow();
    else this.cancelCommit = this.clock.after(waitMs, () => void this.commitNow());
  }

  /** Never rejects: what failed is told to those who wait. */
  private async commit(): Promise<void> {
    const logs = [...this.waiting];
    this.waiting.clear();
    this.lastCommitMs = this.clock.monotonicMs();
    const entries = logs.flatMap((log) => {
      const entry = log.takeEntry();
      return entry ? [{ log, session: log.session, ...entry }] : [];
    });
    try {
      if (entries.length > 0) await this.segments.write(entries);
    } catch (error) {
      return this.refuse(logs, error);
    }
    for (const { log } of entries) this.unsaved.add(log);
    for (const log of logs) log.onDurable();
    if (entries.length > 0) this.planCheckpoint();
  }

  private refuse(logs: readonly JournaledLog[], error: unknown): void {
    for (const log of logs) log.onRefused(storageError(error));
  }

  private planCheckpoint(): void {
    // One that fails is tried again: what could not be saved stays in the journal.
    const checkpoint = () => void this.checkpoint().catch(() => undefined);
    if (this.segments.isLong && this.checkpoints.size === 0) checkpoint();
    this.cancelCheckpoint ??= this.clock.after(CHECKPOINT_MS, checkpoint);
  }

  private async saveAndDrop(): Promise<void> {
    this.cancelCheckpoint?.();
    this.cancelCheckpoint = null;
    try {
      if (await this.isTakenOver()) return;
      const logs = await this.commits.run(() => this.rotate()).finally(() => this.schedule());
      await this.saveAll(logs);
      await this.segments.dropRotated();
    } catch (error) {
      this.planCheckpoint();
      throw storageError(error);
    }
  }

  private async rotate(): Promise<JournaledLog[]> {
    await this.segments.rotate();
    const unsaved = [...this.unsaved];
    this.unsaved.clear();
    return unsaved;
  }

  private async saveAll(logs: readonly JournaledLog[]): Promise<void> {
    const rest = logs[Symbol.iterator]();
    const failures: unknown[] = [];
    const saveRest = async () => {
      for (const log of rest) {
        await log.save().catch((error: unknown) => {
          this.unsaved.add(log);
          failures.push(error);
        });
      }
    };
    await Promise.all(Array.from({ length: SAVED_AT_ONCE }, saveRest));
    if (failures.length > 0) throw failures[0];
  }
}
