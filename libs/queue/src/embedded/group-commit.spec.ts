import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteDatabase } from '#libs/sqlite';
import { GroupCommit } from './group-commit.js';

describe('GroupCommit', () => {
  let folder: string;
  let db: SqliteDatabase;
  let group: GroupCommit;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mneme-group-'));
    db = SqliteDatabase.open({
      file: join(folder, 'a.db'),
      migrations: ['CREATE TABLE t (n INTEGER) STRICT'],
    });
    group = new GroupCommit(db);
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  const insert = (n: number) => group.run(() => db.run('INSERT INTO t VALUES (?)', n));
  const stored = () => db.all('SELECT n FROM t ORDER BY n').map(({ n }) => n);

  it('commits once for all that one turn of the event loop asks for', async () => {
    const transaction = vi.spyOn(db, 'transaction');
    await Promise.all([insert(1), insert(2), insert(3)]);
    expect(transaction).toHaveBeenCalledTimes(1);
    expect(stored()).toEqual([1, 2, 3]);
  });

  it('tells who failed and keeps what the others did', async () => {
    const failing = group.run(() => db.run('INSERT INTO nowhere VALUES (1)'));
    const [one, two, three] = await Promise.allSettled([insert(1), failing, insert(3)]);
    expect([one.status, two.status, three.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stored()).toEqual([1, 3]);
  });

  it('tells everyone when the commit itself fails', async () => {
    const commits = [insert(1), insert(2)];
    db.close();
    for (const commit of commits) await expect(commit).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('splits a burst, so that nobody waits for all of it', async () => {
    const transaction = vi.spyOn(db, 'transaction');
    await Promise.all(Array.from({ length: 450 }, (_, n) => insert(n)));
    expect(transaction).toHaveBeenCalledTimes(3);
    expect(stored()).toHaveLength(450);
  });
});
