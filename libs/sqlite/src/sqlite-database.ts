import { basename } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '#libs/kernel';
import { translateSqliteError } from './sqlite-errors.js';
import { migrate, removeSnapshots, type Migrations } from './sqlite-migrations.js';

export interface SqliteDatabaseOptions {
  readonly file: string;
  readonly migrations: Migrations;
  readonly allowExtension?: boolean;
  /** Runs before the migrations, for extensions they need. */
  readonly prepare?: (database: DatabaseSync) => void;
}

export type Row = Record<string, SQLInputValue>;

/** Values of the question marks in their order, or one record with the values of `:names`. */
export type SqlValues = readonly SQLInputValue[] | readonly [Readonly<Record<string, SQLInputValue>>];

const MAX_STATEMENTS = 256;
/** How long a statement waits for another process (the command line tool) that writes. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * WAL lets readers and the one writer not wait for each other. FULL syncs the log at every commit: with NORMAL a power cut may take
 * back what was already confirmed to a device that has since deleted its copy. What is deleted is overwritten.
 *
 * Page size, page cache and the pages between checkpoints are SQLite's own: on 500,000 documents no other value made a list or a write
 * faster. Memory mapping did (lists by a third), but lets a failing disk kill the process instead of answering with an error.
 */
const SETTINGS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;';

/** One SQLite file: opened, migrated, its statements prepared once, its errors translated. */
export class SqliteDatabase {
  private readonly statements = new Map<string, StatementSync>();

  private constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
  ) {}

  /** Errors: `unavailable` STORAGE_NEWER, STORAGE_FULL, STORAGE_CORRUPT, STORAGE_UNAVAILABLE. */
  static open({ file, migrations, allowExtension, prepare }: SqliteDatabaseOptions): SqliteDatabase {
    let raw: DatabaseSync | undefined;
    try {
      raw = new DatabaseSync(file, { allowExtension: allowExtension ?? false, timeout: BUSY_TIMEOUT_MS });
      raw.exec(SETTINGS);
      prepare?.(raw);
      migrate(raw, file, migrations);
      return new SqliteDatabase(raw, file);
    } catch (error) {
      raw?.close();
      throw translateSqliteError(error, basename(file));
    }
  }

  all(sql: string, ...values: SqlValues): Row[] {
    return this.guarded(() => this.statement(sql).all(...(values as SQLInputValue[])) as Row[]);
  }

  get(sql: string, ...values: SqlValues): Row | undefined {
    return this.guarded(() => this.statement(sql).get(...(values as SQLInputValue[])) as Row | undefined);
  }

  /** How many rows changed. */
  run(sql: string, ...values: SqlValues): number {
    return this.guarded(() => Number(this.statement(sql).run(...(values as SQLInputValue[])).changes));
  }

  /** For statements that are not worth keeping: schema changes. */
  exec(sql: string): void {
    this.guarded(() => this.database.exec(sql));
  }

  /** All or nothing. `work` is synchronous, so nothing else of this thread can come in between. */
  transaction<T>(work: () => T): T {
    return this.between('BEGIN IMMEDIATE', work);
  }

  /** For reads that belong together: each sees what the first one saw, whatever other threads and processes write meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.between('BEGIN DEFERRED', work);
  }

  /** What is wrong inside the file, in SQLite's words; nothing when it is sound. Reads all of it: seconds for gigabytes. */
  integrityCheck(): string[] {
    return this.all('PRAGMA integrity_check')
      .map((row) => String(row['integrity_check']))
      .filter((line) => line !== 'ok');
  }

  /**
   * Leaves nothing of what was deleted: everything moves out of the log into the file, and snapshots of older versions go.
   * Errors: `unavailable` STORAGE_READ_ELSEWHERE while a backup or another reader needs the log as it was.
   */
  checkpoint(): void {
    const result = this.get('PRAGMA wal_checkpoint(TRUNCATE)');
    if (result?.['busy'] !== 0) throw readElsewhere(basename(this.file));
    removeSnapshots(this.file);
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
  }

  private between<T>(begin: string, work: () => T): T {
    this.run(begin);
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) {
      // Moved to the end, so that the first one is the one not used for longest.
      this.statements.delete(sql);
      this.statements.set(sql, known);
      return known;
    }
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    if (this.statements.size > MAX_STATEMENTS) {
      this.statements.delete(this.statements.keys().next().value!);
    }
    return statement;
  }

  private guarded<T>(work: () => T): T {
    if (!this.database.isOpen) {
      throw new AppError(
        'unavailable',
        'STORAGE_UNAVAILABLE',
        'The database was closed: the server is stopping.',
      );
    }
    try {
      return work();
    } catch (error) {
      throw translateSqliteError(error, basename(this.file));
    }
  }
}

function readElsewhere(file: string): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_READ_ELSEWHERE',
    `What was deleted cannot be overwritten in ${file} yet, because a backup or another program reads it. Try again when that is through.`,
    { file },
  );
}
