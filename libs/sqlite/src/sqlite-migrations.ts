import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '#libs/kernel';

/** SQL that brings a database from version n (its place in the list) to n + 1. Never change one that was released. */
export type Migrations = readonly string[];

/**
 * Brings the file to the newest version, each migration in a transaction of its own with a snapshot of the file taken before it
 * (`documents.db.before-v2` is what version 1 left). Snapshots of earlier upgrades go once this one is through. A new file needs none.
 * Errors: `unavailable` STORAGE_NEWER.
 */
export function migrate(database: DatabaseSync, file: string, migrations: Migrations): void {
  const from = numberOf(database, 'PRAGMA user_version');
  if (from > migrations.length) throw newer(from, migrations.length);
  const isNew = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
  const pending = migrations.slice(from).map((sql, index) => ({ sql, version: from + index + 1 }));
  for (const { sql, version } of pending) {
    if (!isNew) takeSnapshot(database, `${file}.before-v${version}`);
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${version}; COMMIT`);
  }
  if (pending.length > 0) removeSnapshots(file, (version) => version <= from);
}

/** Deletes the snapshots beside the file: all, or those that were taken before the versions that `match`. */
export function removeSnapshots(file: string, match: (version: number) => boolean = () => true): void {
  const beginning = `${basename(file)}.before-v`;
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(beginning)) continue;
    if (match(Number.parseInt(name.slice(beginning.length), 10))) rmSync(join(dirname(file), name));
  }
}

/** The log's content included. It appears under its name whole or not at all. */
function takeSnapshot(database: DatabaseSync, target: string): void {
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  database.prepare('VACUUM INTO ?').run(partial);
  sync(partial);
  renameSync(partial, target);
  sync(dirname(target));
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get()!)[0]);
}

function newer(found: number, known: number): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_NEWER',
    'The data folder was written by a newer version of Mneme. Update Mneme, or use another data folder.',
    { found, known },
  );
}
