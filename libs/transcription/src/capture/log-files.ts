import { SerialQueue } from '#libs/kernel';
import { isAbsent, storageError } from './capture-files.js';
import type { CaptureState } from './capture-state.js';
import type { CaptureJournal } from './journal/capture-journal.js';
import type { SegmentWriter } from './segment-writer.js';
import { UnwrittenRecords } from './unwritten-records.js';

/** What is durable in the journal is written to the log's own file in pieces of at least this size: twelve seconds of Opus. */
const WRITE_BYTES = 64 * 1024;

/** The way of one log's durable records from memory into its own files, one write after the other. */
export class LogFiles {
  private readonly turns = new SerialQueue();
  private readonly unwritten = new UnwrittenRecords();
  private gone = false;

  /** `state`: what follows from all durable records. */
  constructor(
    private readonly segments: SegmentWriter,
    private readonly state: CaptureState,
    private readonly journal: CaptureJournal,
  ) {}

  /** Whether the folder was deleted from outside. */
  get isGone(): boolean {
    return this.gone;
  }

  /** Bytes that are durable but not in the files yet. */
  get unwrittenBytes(): number {
    return this.unwritten.bytes;
  }

  /** Durable records; they are written when enough came together. */
  add(records: Buffer): void {
    this.unwritten.add(records);
    // What cannot be written now is written at the next checkpoint: it is durable in the journal.
    if (this.unwritten.bytes >= WRITE_BYTES && this.turns.size === 0) this.writeOut().catch(() => undefined);
  }

  /** All that was durable can be found in the files when this resolves. */
  async writeOut(): Promise<void> {
    await this.turns.run(() => this.write());
  }

  /** As `writeOut`, and it survives a power cut there. */
  async save(): Promise<void> {
    await this.turns.run(async () => {
      await this.write();
      await this.inFolder(() => this.segments.sync());
    });
  }

  /** Ends the segment that is being written, so that all before can be replaced, and runs `task` before anything else is written. */
  betweenSegments<T>(task: () => Promise<T>): Promise<T> {
    return this.turns.run(async () => {
      await this.write();
      await this.segments.endSegment();
      return task();
    });
  }

  private async write(): Promise<void> {
    if (this.unwritten.bytes === 0) return;
    const bytes = this.unwritten.all();
    const after = this.state.snapshot();
    // Whoever took the journal over has written it.
    if (!(await this.journal.isTakenOver())) await this.inFolder(() => this.segments.write(bytes, after));
    this.unwritten.written(bytes.length);
  }

  /** A log whose folder is gone was deleted from outside: nothing of it is to be kept, and nothing more is taken in. */
  private async inFolder(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!isAbsent(error)) throw storageError(error);
      this.gone = true;
    }
  }
}
