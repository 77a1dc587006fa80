import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteDatabase } from './sqlite-database.js';
import { inspectSqliteFile, SqliteSnapshot } from './sqlite-snapshot.js';

describe('SqliteSnapshot', () => {
  let folder: string;
  let left: SqliteDatabase;
  let right: SqliteDatabase;
  const file = (name: string) => join(folder, name);
  const open = (name: string) =>
    SqliteDatabase.open({ file: file(name), migrations: ['CREATE TABLE entries (value INTEGER)'] });
  const valuesIn = (name: string) => {
    const copy = open(name);
    const values = copy.all('SELECT value FROM entries ORDER BY value').map((row) => Number(row['value']));
    copy.close();
    return values;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-snapshot-'));
    left = open('left.db');
    right = open('right.db');
  });
  afterEach(async () => {
    left.close();
    right.close();
    await rm(folder, { recursive: true });
  });

  it('copies several files as they were at one instant, however much is written meanwhile', async () => {
    left.run('INSERT INTO entries VALUES (1)');
    right.run('INSERT INTO entries VALUES (10)');
    const snapshot = SqliteSnapshot.take([file('left.db'), file('right.db')]);
    left.run('INSERT INTO entries VALUES (2)');
    await snapshot.copyTo(file('left.db'), file('left-copy.db'));
    right.run('DELETE FROM entries');
    await snapshot.copyTo(file('right.db'), file('right-copy.db'));
    expect([...snapshot.rows(file('right.db'), 'SELECT value FROM entries')]).toHaveLength(1);
    snapshot.close();
    expect(valuesIn('left-copy.db')).toEqual([1]);
    expect(valuesIn('right-copy.db')).toEqual([10]);
  });

  it('leaves a copy that is one file', async () => {
    const snapshot = SqliteSnapshot.take([file('left.db')]);
    await snapshot.copyTo(file('left.db'), file('copy.db'));
    snapshot.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('copy.db'))).toEqual(['copy.db']);
  });

  it('lets its writer go on while it is held', () => {
    const snapshot = SqliteSnapshot.take([file('left.db')]);
    left.run('INSERT INTO entries VALUES (1)');
    snapshot.close();
    expect(valuesIn('left.db')).toEqual([1]);
  });

  it('says that a file is none of SQLite’s', async () => {
    await writeFile(file('text.db'), 'this is a text and no database, which is longer than a header');
    expect(() => SqliteSnapshot.take([file('text.db')])).toThrow(
      expect.objectContaining({ kind: 'unavailable' }),
    );
  });

  it('is told apart from a broken file by inspection', async () => {
    expect(inspectSqliteFile(file('left.db'))).toEqual({ version: 1, problems: [] });
    await writeFile(file('text.db'), 'this is a text and no database, which is longer than a header');
    expect(inspectSqliteFile(file('text.db')).problems).not.toEqual([]);
    expect(inspectSqliteFile(file('absent.db')).problems).not.toEqual([]);
  });
});
