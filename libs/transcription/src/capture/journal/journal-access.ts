import type { Clock } from '#libs/kernel';
import { storageError } from '../capture-files.js';
import { CaptureJournal, type CaptureJournalOptions } from './capture-journal.js';
import { isHeldElsewhere, listJournal } from './journal-files.js';
import { JournalReader, type JournalSnapshot } from './journal-snapshot.js';

/**
 * A process's way to the journal. Who appends takes it over; who only reads looks into it and changes nothing, so that several processes can
 * look at the data folder of a server that is at work.
 */
export class JournalAccess {
  private readonly reader: JournalReader;
  private opening: Promise<CaptureJournal> | null = null;
  private opened = false;

  constructor(
    private readonly options: CaptureJournalOptions,
    private readonly clock: Clock,
  ) {
    this.reader = new JournalReader(options.folder);
  }

  /** The journal as its writer. Errors: `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE; the next call tries again. */
  async forWriting(): Promise<CaptureJournal> {
    this.opening ??= CaptureJournal.open(this.options, this.clock);
    try {
      const journal = await this.opening;
      this.opened = true;
      this.reader.forget();
      return journal;
    } catch (error) {
      this.opening = null;
      throw storageError(error);
    }
  }

  /**
   * The journal to delete from, or null when there is nothing in it that this process could delete: it is empty, or a server is at work on
   * it, which lets go of what was deleted within a minute.
   */
  async forDeletion(): Promise<CaptureJournal | null> {
    if (this.opening) return this.forWriting();
    const files = await listJournal(this.options.folder);
    return files.length === 0 || isHeldElsewhere(files) ? null : this.forWriting();
  }

  /** What logs that are not open here may lack; null when this process writes the journal, because then they lack nothing. */
  async snapshot(): Promise<JournalSnapshot | null> {
    return this.opened ? null : this.reader.snapshot();
  }

  async close(): Promise<void> {
    const journal = await this.opening?.catch(() => null);
    await journal?.close();
  }
}
