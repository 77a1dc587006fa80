import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '#libs/kernel';
import { translateSqliteError } from './sqlite-errors.js';

/** SQL that brings a database from version n (its place in the list) to n + 1. Never change one that was released. */
export type Migrations = readonly string[];

export interface SqliteDatabaseOptions {
  readonly file: string;
  readonly migrations: Migrations;
  readonly allowExtension?: boolean;
  /** Runs before the migrations, for extensions they need. */
  readonly prepare?: (database: DatabaseSync) => void;
}

export type Row = Record<string, SQLInputValue>;

const MAX_STATEMENTS = 256;

/** One SQLite file: opened, migrated, its statements prepared once, its errors translated. */
export class SqliteDatabase {
  private readonly statements = new Map<string, StatementSync>();

  private constructor(private readonly database: DatabaseSync) {}

  static open(options: SqliteDatabaseOptions): SqliteDatabase {
    try {
      const raw = new DatabaseSync(options.file, { allowExtension: options.allowExtension ?? false });
      // WAL lets readers and the one writer not wait for each other. FULL syncs the log at every commit: with NORMAL a power cut
      // may take back what was already confirmed to a device that has since deleted its copy. What is deleted is overwritten.
      raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      options.prepare?.(raw);
      const database = new SqliteDatabase(raw);
      database.migrate(options.migrations);
      return database;
    } catch (error) {
      throw translateSqliteError(error);
    }
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.guarded(() => this.statement(sql).all(...values) as Row[]);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.guarded(() => this.statement(sql).get(...values) as Row | undefined);
  }

  /** How many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.guarded(() => Number(this.statement(sql).run(...values).changes));
  }

  /** For statements that are not worth keeping: schema changes. */
  exec(sql: string): void {
    this.guarded(() => this.database.exec(sql));
  }

  /** All or nothing. `work` is synchronous, so nothing else of this process can come in between. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Moves everything out of the log into the file, so that what was deleted lies in neither. */
  checkpoint(): void {
    this.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
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
      throw translateSqliteError(error);
    }
  }

  private migrate(migrations: Migrations): void {
    const from = Number(this.get('PRAGMA user_version')!['user_version']);
    if (from > migrations.length) {
      throw new AppError(
        'unavailable',
        'STORAGE_NEWER',
        'The data folder was written by a newer version of Mneme. Update Mneme, or use another data folder.',
        { found: from, known: migrations.length },
      );
    }
    migrations.slice(from).forEach((sql, index) => {
      this.transaction(() => this.exec(`${sql}; PRAGMA user_version = ${from + index + 1}`));
    });
  }
}
