import { copyFile, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteDatabase } from './sqlite-database.js';
import { SqliteSnapshot } from './sqlite-snapshot.js';

const FIRST = 'CREATE TABLE words (word TEXT)';
const SECOND = 'ALTER TABLE words ADD COLUMN language TEXT';
const THIRD = "UPDATE words SET language = 'en'";

describe('SqliteDatabase', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-sqlite-'));
    file = join(folder, 'words.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function withDatabase<T>(migrations: readonly string[], work: (database: SqliteDatabase) => T): T {
    const database = SqliteDatabase.open({ file, migrations });
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  const snapshots = async () => (await readdir(folder)).filter((name) => name.includes('before')).sort();
  const wordsIn = (path: string) => {
    const raw = new DatabaseSync(path, { readOnly: true });
    const found = raw.prepare('SELECT * FROM words').all();
    raw.close();
    return found.map((row) => ({ ...row }));
  };

  it('takes values by place and by name', () => {
    withDatabase([FIRST], (database) => {
      expect(database.run('INSERT INTO words VALUES (?)', 'sun')).toBe(1);
      expect(database.get('SELECT word FROM words WHERE word = :wanted', { wanted: 'sun' })).toEqual({
        word: 'sun',
      });
    });
  });

  it('takes a snapshot before each migration of a file that held something, and none of a new one', async () => {
    withDatabase([FIRST], (database) => database.run("INSERT INTO words VALUES ('sun')"));
    expect(await snapshots()).toEqual([]);
    withDatabase([FIRST, SECOND, THIRD], () => undefined);
    expect(await snapshots()).toEqual(['words.db.before-v2', 'words.db.before-v3']);
    expect(wordsIn(join(folder, 'words.db.before-v2'))).toEqual([{ word: 'sun' }]);
    expect(wordsIn(join(folder, 'words.db.before-v3'))).toEqual([{ word: 'sun', language: null }]);
    expect(wordsIn(file)).toEqual([{ word: 'sun', language: 'en' }]);
  });

  it('keeps the snapshots of the newest upgrade only', async () => {
    withDatabase([FIRST], () => undefined);
    withDatabase([FIRST, SECOND], () => undefined);
    withDatabase([FIRST, SECOND], () => undefined);
    expect(await snapshots()).toEqual(['words.db.before-v2']);
    withDatabase([FIRST, SECOND, THIRD], () => undefined);
    expect(await snapshots()).toEqual(['words.db.before-v3']);
  });

  it('opens a snapshot as the older program left it', async () => {
    withDatabase([FIRST], (database) => database.run("INSERT INTO words VALUES ('sun')"));
    withDatabase([FIRST, SECOND], () => undefined);
    expect(() => withDatabase([FIRST], () => undefined)).toThrow(
      expect.objectContaining({ code: 'STORAGE_NEWER' }),
    );
    await rm(file);
    await copyFile(`${file}.before-v2`, file);
    expect(withDatabase([FIRST], (database) => database.all('SELECT * FROM words'))).toEqual([
      { word: 'sun' },
    ]);
  });

  it('leaves the file as it was when a migration fails, and tries again at the next start', () => {
    withDatabase([FIRST], (database) => database.run("INSERT INTO words VALUES ('sun')"));
    const half = `${SECOND}; INSERT INTO absent VALUES (1)`;
    expect(() => withDatabase([FIRST, half], () => undefined)).toThrow('no such table');
    expect(wordsIn(file)).toEqual([{ word: 'sun' }]);
    withDatabase([FIRST, SECOND], () => undefined);
    expect(wordsIn(file)).toEqual([{ word: 'sun', language: null }]);
  });

  it('keeps nothing of what was deleted once it was checkpointed, in snapshots neither', async () => {
    withDatabase([FIRST], (database) => database.run("INSERT INTO words VALUES ('a secret')"));
    withDatabase([FIRST, SECOND], (database) => {
      database.run('DELETE FROM words');
      database.checkpoint();
    });
    expect(await readdir(folder)).toEqual(['words.db']);
  });

  it('says so when another reader keeps what was deleted from being overwritten', () => {
    withDatabase([FIRST], (database) => {
      database.run("INSERT INTO words VALUES ('a secret')");
      const snapshot = SqliteSnapshot.take([file]);
      database.run('DELETE FROM words');
      const refused = { kind: 'unavailable', code: 'STORAGE_READ_ELSEWHERE' };
      expect(() => database.checkpoint()).toThrow(expect.objectContaining(refused));
      snapshot.close();
      database.checkpoint();
    });
  });

  it('finds nothing wrong in a sound file and says what is wrong in a damaged one', async () => {
    const fill =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO words SELECT i FROM n';
    const indexed = [`${FIRST}; CREATE INDEX by_word ON words (word)`];
    const sound = withDatabase(indexed, (database) => {
      database.run(fill);
      database.checkpoint();
      return database.integrityCheck();
    });
    expect(sound).toEqual([]);
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(64, 0x55), 0, 64, 4_096 * 5 + 2_000);
    await handle.close();
    expect(withDatabase(indexed, (database) => database.integrityCheck())).not.toEqual([]);
  });

  it('names a file that is damaged or no database at all, and says what to do', async () => {
    await writeFile(
      file,
      'this is no database, but a text that is long enough to be read as one'.repeat(100),
    );
    expect(() => withDatabase([FIRST], () => undefined)).toThrow(
      expect.objectContaining({
        kind: 'unavailable',
        code: 'STORAGE_CORRUPT',
        message: expect.stringContaining('words.db'),
      }),
    );
  });

  it('takes back everything when a transaction throws', () => {
    withDatabase([FIRST], (database) => {
      const failure = new Error('changed my mind');
      const work = () =>
        database.transaction(() => {
          database.run("INSERT INTO words VALUES ('sun')");
          throw failure;
        });
      expect(work).toThrow(failure);
      expect(database.all('SELECT * FROM words')).toEqual([]);
    });
  });
});
