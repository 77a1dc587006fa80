import { join } from 'node:path';
import { fileSize } from '../capture-files.js';
import { decodeRecords, type CaptureRecord } from '../capture-record.js';
import type { JournalEntry, JournalSession } from './journal-entry.js';
import { listJournal, readJournalFile } from './journal-files.js';

/**
 * What a journal holds that the sessions' own logs may not hold yet, for readers that do not write it. Take it before reading a log: what
 * was dropped from the journal earlier is in the log by then.
 */
export class JournalSnapshot {
  private constructor(private readonly entries: ReadonlyMap<string, readonly JournalEntry[]>) {}

  static async of(folder: string): Promise<JournalSnapshot> {
    const entries = new Map<string, JournalEntry[]>();
    for (const file of await listJournal(folder)) {
      for (const entry of await readJournalFile(folder, file)) {
        const known = entries.get(entry.path);
        if (known) known.push(entry);
        else entries.set(entry.path, [entry]);
      }
    }
    return new JournalSnapshot(entries);
  }

  get paths(): Iterable<string> {
    return this.entries.keys();
  }

  /** A session's records in the order in which they were committed. */
  recordsOf({ path, startedAtMs }: JournalSession): CaptureRecord[] {
    return (this.entries.get(path) ?? [])
      .filter((entry) => entry.startedAtMs === startedAtMs)
      .flatMap((entry) => decodeRecords(entry.records));
  }

  /** Everything of the sessions that had this name, as it stands in the journal. */
  bytesOf(path: string): Buffer[] {
    return (this.entries.get(path) ?? []).map((entry) => entry.bytes);
  }
}

/** Reads a journal that another process writes, or left, anew only when it has changed. */
export class JournalReader {
  private known: { readonly version: string; readonly snapshot: JournalSnapshot } | null = null;

  constructor(private readonly folder: string) {}

  async snapshot(): Promise<JournalSnapshot> {
    const version = await this.version();
    if (this.known?.version !== version) {
      this.known = { version, snapshot: await JournalSnapshot.of(this.folder) };
    }
    return this.known.snapshot;
  }

  /** Lets go of what was read. */
  forget(): void {
    this.known = null;
  }

  private async version(): Promise<string> {
    const files = await listJournal(this.folder);
    const sizes = await Promise.all(
      files.map(({ name }) => fileSize(join(this.folder, name)).catch(() => 0)),
    );
    return files.map(({ name }, index) => `${name}:${sizes[index]}`).join();
  }
}
