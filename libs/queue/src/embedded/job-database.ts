import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '#libs/kernel';

/**
 * The schema, one step per version: a step that was released is never changed. `PRAGMA user_version` is the number of steps a file has
 * had; the first one also fits files of the time before that was written down.
 *
 * "Delayed" is no state of its own: a waiting job whose time has not come, so that nothing has to wake up just to rename it.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    request_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'dead')),
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until INTEGER,
    rerun INTEGER NOT NULL DEFAULT 0,
    error_code TEXT,
    failed_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS jobs_live ON jobs (name, dedupe_key) WHERE state <> 'dead';
  CREATE INDEX IF NOT EXISTS jobs_due ON jobs (name, run_at) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS jobs_leased ON jobs (lease_until) WHERE state = 'active';
  CREATE INDEX IF NOT EXISTS jobs_dead ON jobs (failed_at) WHERE state = 'dead';
  `,
  // So that an owner's jobs are found without reading everybody's.
  `CREATE INDEX jobs_owner ON jobs (payload ->> '$.ownerId');`,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** How long a statement waits for another process (the command line tool) that writes. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Opens the file, made or brought up to date where needed; before a file with jobs in it is changed, a copy is put beside it.
 * @throws AppError `unavailable` JOB_STORE_TOO_NEW, JOB_STORE_DAMAGED; otherwise what SQLite throws
 */
export function openJobDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    throw isDamage(error) ? damaged(file, error) : error;
  }
}

/**
 * Reads every page and every index entry.
 * @throws AppError `unavailable` JOB_STORE_DAMAGED
 */
export function checkIntegrity(db: DatabaseSync, file: string): void {
  const problems = db.prepare('PRAGMA integrity_check(10)').all() as { integrity_check: string }[];
  if (problems.some(({ integrity_check: problem }) => problem !== 'ok')) throw damaged(file);
}

function migrate(db: DatabaseSync, file: string): void {
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) throw tooNew(file);
  if (version === SCHEMA_VERSION) return;
  if (hasTable(db)) snapshot(db, `${file}.before-v${SCHEMA_VERSION}`);
  db.exec('BEGIN IMMEDIATE');
  try {
    // Read again: another process may have been faster.
    for (const step of MIGRATIONS.slice(versionOf(db))) db.exec(step);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

function hasTable(db: DatabaseSync): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'jobs'`).get() !== undefined;
}

/** A copy that a migration which died left half made is made anew: the file itself has not been changed yet. */
function snapshot(db: DatabaseSync, copy: string): void {
  rmSync(copy, { force: true });
  db.prepare('VACUUM INTO ?').run(copy);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with or without an extended code in the upper bits. */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && [11, 26].includes(code & 0xff);
}

function tooNew(file: string): AppError {
  const message = `${file} was written by a newer version of Mneme. Start that version, or restore a backup made by this one.`;
  return new AppError('unavailable', 'JOB_STORE_TOO_NEW', message);
}

function damaged(file: string, cause?: unknown): AppError {
  const message =
    `${file} is damaged. Stop Mneme, move the file away and restore a backup; ` +
    'without one, a new file is made and unfinished conversations are found again by their state.';
  return new AppError('unavailable', 'JOB_STORE_DAMAGED', message, {}, { cause });
}
