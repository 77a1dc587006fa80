import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock } from '#libs/kernel';
import { SqliteDocumentStore, type IndexDeclaration } from '#libs/storage';
import { table } from '../table.js';
import { percentile, randomNumbers, timesOf } from './measure.js';

const PER_OWNER = 100;
const OWNERS = 10_000;
const LISTS = 2_000;
const PAGE = 50;

const INDEXES: readonly IndexDeclaration[] = [
  { collection: 'talks', fields: [{ field: 'created_at', direction: 'desc' }] },
];

const talksOf = (owner: number) => `users/u${String(owner).padStart(5, '0')}/talks`;

/** Rows in the adapter's own schema, put in through the bare driver without syncing: what is measured is reading. */
function build(file: string, owners: number): SqliteDocumentStore {
  const open = () => SqliteDocumentStore.open({ file, indexes: INDEXES, clock: new SystemClock() });
  open().close();
  const raw = new DatabaseSync(file);
  raw.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const insert = raw.prepare(
    'INSERT INTO documents (path, collection, name, body, version) VALUES (?, ?, ?, ?, ?)',
  );
  for (let owner = 0; owner < owners; owner += 1) {
    const collection = talksOf(owner);
    for (let n = 0; n < PER_OWNER; n += 1) {
      insert.run(
        `${collection}/t${String(n).padStart(3, '0')}`,
        collection,
        'talks',
        storedBody(owner, n),
        `v${n}`,
      );
    }
  }
  raw.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  raw.close();
  return open();
}

/** A body as the adapter stores it: dates carry a tag. */
function storedBody(owner: number, n: number): string {
  const createdAt = new Date(Date.UTC(2026, 0, 1) + ((n * 37) % PER_OWNER) * 3_600_000 + owner);
  return JSON.stringify({
    created_at: `\u0001${createdAt.toISOString()}`,
    status: 'completed',
    structured: { title: `Talk ${n}`, category: 'personal', overview: 'word '.repeat(30) },
  });
}

/** What one owner's list costs when a million documents of others lie in the same file. */
export async function growthBench(folder: string): Promise<void> {
  const startedMs = performance.now();
  const many = build(join(folder, 'many.db'), OWNERS);
  const one = build(join(folder, 'one.db'), 1);
  const builtS = Math.round((performance.now() - startedMs) / 1_000);
  const list = (store: SqliteDocumentStore, owner: number) =>
    store.query({
      collection: talksOf(owner),
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      limit: PAGE,
    });
  const random = randomNumbers(1);
  const took = { one: [] as number[], same: [] as number[], another: [] as number[] };
  for (let round = 0; round < 4; round += 1) {
    took.one.push(...(await timesOf(LISTS / 4, () => list(one, 0))));
    took.same.push(...(await timesOf(LISTS / 4, () => list(many, OWNERS / 2))));
    took.another.push(...(await timesOf(LISTS / 4, () => list(many, Math.floor(random() * OWNERS)))));
  }
  many.close();
  one.close();
  const baseline = percentile(took.one, 0.5);
  const row = (what: string, times: readonly number[]) => [
    what,
    percentile(times, 0.5).toFixed(3),
    percentile(times, 0.95).toFixed(3),
    `${(percentile(times, 0.5) / baseline).toFixed(2)}x`,
  ];
  process.stdout.write(
    table(
      [`newest ${PAGE} of an owner with ${PER_OWNER} documents`, 'p50 ms', 'p95 ms', 'p50 ratio', 'aim'],
      [
        [...row('1 owner in the file', took.one), ''],
        [...row(`${OWNERS} owners, the same one again and again`, took.same), '<= 1.5x'],
        [...row(`${OWNERS} owners, another one each time`, took.another), '<= 1.5x'],
      ],
    ) + `(${OWNERS * PER_OWNER} documents were built in ${builtS} s)\n`,
  );
}
