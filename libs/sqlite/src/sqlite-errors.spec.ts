import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { translateSqliteError } from './sqlite-errors.js';

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

it('calls a database that cannot grow full', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (body BLOB); PRAGMA max_page_count = 3');
  const full = thrownBy(() => database.exec('INSERT INTO t VALUES (zeroblob(100000))'));
  expect(translateSqliteError(full, 'some.db')).toMatchObject({
    kind: 'unavailable',
    code: 'STORAGE_FULL',
    cause: full,
  });
});

it('calls a database that may not be written or is no database unavailable', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-errors-'));
  const file = join(folder, 'some.db');
  new DatabaseSync(file).exec('CREATE TABLE t (body BLOB)');
  const readOnly = new DatabaseSync(file, { readOnly: true });
  const refused = thrownBy(() => readOnly.exec('INSERT INTO t VALUES (1)'));
  const folderAsFile = thrownBy(() => new DatabaseSync(folder));
  for (const error of [refused, folderAsFile]) {
    expect(translateSqliteError(error, 'some.db')).toMatchObject({
      kind: 'unavailable',
      code: 'STORAGE_UNAVAILABLE',
    });
  }
  await rm(folder, { recursive: true });
});

it('leaves a mistake in the code what it is', () => {
  const mistake = thrownBy(() => new DatabaseSync(':memory:').exec('SELEKT'));
  expect(translateSqliteError(mistake, 'some.db')).toBe(mistake);
});
