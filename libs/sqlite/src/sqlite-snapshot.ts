import { backup, DatabaseSync } from 'node:sqlite';
import { basename } from 'node:path';
import { translateSqliteError } from './sqlite-errors.js';
import type { Row } from './sqlite-database.js';

/** How long a writer of another process may make us wait. */
const BUSY_TIMEOUT_MS = 10_000;
/** Pages copied between two turns of the event loop. */
const PAGES_AT_ONCE = 1_000;

/**
 * Several SQLite files as all of them were at one instant, while other processes go on writing: the write locks of all files are held
 * together for the moment in which a reader of each is fixed to what it sees.
 */
export class SqliteSnapshot {
  private constructor(private readonly readers: ReadonlyMap<string, DatabaseSync>) {}

  /** Errors: as `SqliteDatabase.open`. */
  static take(files: readonly string[]): SqliteSnapshot {
    const opened: DatabaseSync[] = [];
    const open = (file: string, begin: string) => {
      try {
        const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
        opened.push(database);
        database.exec(begin);
        return database;
      } catch (error) {
        throw translateSqliteError(error, basename(file));
      }
    };
    try {
      const writers = files.map((file) => open(file, 'BEGIN IMMEDIATE'));
      // A transaction is fixed by its first read, not by its beginning.
      const readers = files.map((file) => open(file, 'BEGIN; SELECT count(*) FROM sqlite_schema'));
      for (const writer of writers) writer.close();
      return new SqliteSnapshot(new Map(files.map((file, index) => [file, readers[index]!])));
    } catch (error) {
      for (const database of opened) database.close();
      throw error;
    }
  }

  /** Rows of one of the files at that instant. */
  *rows(file: string, sql: string): Iterable<Row> {
    yield* this.readers.get(file)!.prepare(sql).iterate() as Iterable<Row>;
  }

  /** Writes one of the files, as it was at that instant, to a place where nothing is: one file without a log beside it. */
  async copyTo(file: string, target: string): Promise<void> {
    try {
      await backup(this.readers.get(file)!, target, { rate: PAGES_AT_ONCE });
      const copy = new DatabaseSync(target);
      copy.exec('PRAGMA journal_mode = DELETE');
      copy.close();
    } catch (error) {
      throw translateSqliteError(error, basename(file));
    }
  }

  close(): void {
    for (const reader of this.readers.values()) if (reader.isOpen) reader.close();
  }
}

/** What a file says of itself, read without changing it, whether a server uses it or not. */
export interface SqliteFileReport {
  /** Its schema's version. */
  readonly version: number;
  /** In SQLite's words; empty when the file is sound. */
  readonly problems: readonly string[];
}

/** Reads all of the file: seconds for gigabytes. One that is no SQLite file, or broken beyond reading, is a problem too. */
export function inspectSqliteFile(file: string): SqliteFileReport {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    const version = Number(database.prepare('PRAGMA user_version').get()!['user_version']);
    const lines = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    const problems = lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
    return { version, problems };
  } catch (error) {
    return { version: 0, problems: [error instanceof Error ? error.message : 'cannot be read'] };
  } finally {
    database?.close();
  }
}
