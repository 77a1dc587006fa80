import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteDatabase } from '#libs/sqlite';
import type { VectorQuery } from '../../ports/vector-store.js';
import { KeywordTables } from './keyword-tables.js';
import { openSearchDatabase } from './search-schema.js';
import { VectorTables } from './vector-tables.js';

const MODEL = { name: 'first', dimension: 4 };

describe('the search database', () => {
  let folder: string;
  let file: string;
  let database: SqliteDatabase;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-search-'));
    file = join(folder, 'search.db');
    database = openSearchDatabase(file);
  });
  afterEach(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  const vector = (id: string, ...values: number[]) => ({
    id,
    ownerId: 'ada',
    values: Float32Array.from(values),
    metadata: {},
  });

  it('lets a namespace change its model once its last vector is gone', () => {
    const vectors = new VectorTables(database);
    vectors.upsert('talks', MODEL, [vector('v', 1, 2, 3, 4)]);
    vectors.deleteByPrefix('talks', 'ada', '');
    vectors.upsert('talks', { name: 'second', dimension: 2 }, [vector('v', 1, 2)]);
    const found = vectors.query({
      namespace: 'talks',
      ownerId: 'ada',
      values: Float32Array.of(1, 2),
      limit: 5,
    });
    expect(found.map(({ id }) => id)).toEqual(['v']);
  });

  it('cuts off by id among what is equally near and passes the filter, whatever the order it was written in', () => {
    const vectors = new VectorTables(database);
    const numbers = Array.from({ length: 300 }, (_, n) => 299 - n);
    vectors.upsert('talks', MODEL, [
      ...numbers.map((n) => ({ ...vector(`v${String(n).padStart(3, '0')}`, 1, 1, 0, 0), metadata: { n } })),
      { ...vector('near', 1, 0, 0, 0), metadata: { n: 300 } },
      { ...vector('far', 0, 1, 0, 0), metadata: { n: 301 } },
    ]);
    const query = { namespace: 'talks', ownerId: 'ada', values: Float32Array.of(1, 0, 0, 0), limit: 4 };
    const idsOf = (filter: VectorQuery['filter'] = []) =>
      vectors.query({ ...query, filter }).map(({ id }) => id);
    expect(idsOf()).toEqual(['near', 'v000', 'v001', 'v002']);
    expect(idsOf([{ field: 'n', op: '>=', value: 100 }])).toEqual(['near', 'v100', 'v101', 'v102']);
  });

  it('finds the chunks of an owner through an index', () => {
    new VectorTables(database).upsert('talks', MODEL, [vector('v', 1, 2, 3, 4)]);
    const plan = database.all(
      'EXPLAIN QUERY PLAN SELECT * FROM vectors_1_chunks WHERE partition00 = ?',
      'ada',
    );
    expect(String(plan[0]!['detail'])).toContain('USING INDEX vectors_1_by_owner');
  });

  it('leaves nothing of deleted vectors and words in its file', async () => {
    const secret = vector('v', 0.123, 4.567, 8.9, 1.5);
    new VectorTables(database).upsert('talks', MODEL, [secret, vector('other', 1, 2, 3, 4)]);
    const words = new KeywordTables(database);
    const text = (id: string, body: string) => ({
      id,
      ownerId: 'ada',
      title: '',
      body,
      timeMs: 0,
      metadata: {},
    });
    words.upsert('talks', [text('k', 'xylophone'), text('other', 'piano')]);
    const traces = () =>
      Promise.all([readFile(file), readFile(`${file}-wal`)]).then((files) => Buffer.concat(files));
    const bytes = Buffer.from(secret.values.buffer);
    expect((await traces()).includes(bytes)).toBe(true);
    expect((await traces()).includes('xylophone')).toBe(true);

    new VectorTables(database).delete('talks', 'ada', ['v']);
    words.delete('talks', 'ada', ['k']);
    database.checkpoint();
    expect((await traces()).includes(bytes)).toBe(false);
    expect((await traces()).includes('xylophone')).toBe(false);
    expect((await traces()).includes('piano')).toBe(true);
  });

  it('finds what was there when a search began, though another thread deletes the last of it meanwhile', () => {
    const [vectors, keywords] = [new VectorTables(database), new KeywordTables(database)];
    vectors.upsert('talks', MODEL, [vector('v', 1, 2, 3, 4)]);
    keywords.upsert('talks', [
      { id: 'k', ownerId: 'ada', title: '', body: 'harbour', timeMs: 0, metadata: {} },
    ]);
    const reading = openSearchDatabase(file);
    const meanwhile = (work: () => void) => {
      const get = reading.get.bind(reading);
      reading.get = (sql, ...values) => {
        const row = get(sql, ...values);
        reading.get = get;
        work();
        return row;
      };
    };
    meanwhile(() => keywords.deleteByPrefix('talks', 'ada', ''));
    const words = { collection: 'talks', ownerId: 'ada', text: 'harbour', limit: 1 };
    expect(new KeywordTables(reading).search(words)).toMatchObject([{ id: 'k' }]);
    expect(new KeywordTables(reading).search(words)).toEqual([]);
    meanwhile(() => {
      vectors.deleteByPrefix('talks', 'ada', '');
      vectors.upsert('talks', { name: 'second', dimension: 2 }, [vector('w', 1, 2)]);
    });
    const near = {
      namespace: 'talks',
      ownerId: 'ada',
      model: MODEL,
      values: Float32Array.of(1, 2, 3, 4),
      limit: 1,
    };
    expect(new VectorTables(reading).query(near)).toMatchObject([{ id: 'v' }]);
    reading.close();
  });
});
