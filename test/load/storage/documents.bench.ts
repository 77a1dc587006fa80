import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock, newId } from '#libs/kernel';
import { SqliteDocumentStore } from '#libs/storage';
import { table } from '../table.js';
import { median, rateOf } from './measure.js';

const DOCUMENTS = 2_000;
const ROUNDS = 5;
const COLLECTION = 'users/ada/talks';

type Operation = 'get' | 'set' | 'transaction: get, then set';
type Operations = Readonly<Record<Operation, (index: number) => unknown>>;

const CALLS: Readonly<Record<Operation, number>> = {
  get: 20_000,
  set: DOCUMENTS,
  'transaction: get, then set': DOCUMENTS,
};

const pathOf = (index: number) => `${COLLECTION}/t${index % DOCUMENTS}`;

/** About as large as a stored conversation without its transcript. */
function body(index: number): object {
  return {
    id: newId(),
    status: index % 2 ? 'completed' : 'processing',
    created_at: new Date(index * 1_000),
    structured: {
      title: 'A walk by the sea',
      category: 'personal',
      action_items: [{ description: 'call Tom', completed: false }],
    },
    overview: 'word '.repeat(150),
  };
}

/** The least that any store of these rows and this durability must do: prepared statements of the bare driver. */
function bareDriver(file: string): { operations: Operations; close: () => void } {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  database.exec(
    `CREATE TABLE documents (path TEXT NOT NULL PRIMARY KEY, collection TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, version TEXT NOT NULL);
     CREATE INDEX by_collection ON documents (collection, path)`,
  );
  const select = database.prepare('SELECT path, body, version FROM documents WHERE path = ?');
  const upsert = database.prepare(
    `INSERT INTO documents VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET body = excluded.body, version = excluded.version`,
  );
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
  const get = (index: number) => JSON.parse((select.get(pathOf(index)) as { body: string }).body) as unknown;
  const set = (index: number) =>
    upsert.run(pathOf(index), COLLECTION, 'talks', JSON.stringify(body(index)), newId());
  const transaction = (index: number) => {
    begin.run();
    get(index);
    set(index);
    commit.run();
  };
  return {
    operations: { get, set, 'transaction: get, then set': transaction },
    close: () => database.close(),
  };
}

function adapter(file: string): { operations: Operations; close: () => void } {
  const store = SqliteDocumentStore.open({ file, indexes: [], clock: new SystemClock() });
  const set = (index: number) => store.write([{ kind: 'set', path: pathOf(index), data: body(index) }]);
  const transaction = (index: number) =>
    store.transaction(async (open) => {
      await open.get(pathOf(index));
      open.write({ kind: 'set', path: pathOf(index), data: body(index) });
    });
  return {
    operations: { get: (index) => store.get(pathOf(index)), set, 'transaction: get, then set': transaction },
    close: () => store.close(),
  };
}

/** Get, set and transaction of the document store, beside the bare driver. Both take turns, so that the machine's moods hit both. */
export async function documentsBench(folder: string): Promise<void> {
  const bare = bareDriver(join(folder, 'bare.db'));
  const ours = adapter(join(folder, 'documents.db'));
  const rows: (string | number)[][] = [];
  for (const operation of ['set', 'get', 'transaction: get, then set'] as const) {
    const rates = { bare: [] as number[], ours: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.bare.push(await rateOf(CALLS[operation], bare.operations[operation]));
      rates.ours.push(await rateOf(CALLS[operation], ours.operations[operation]));
    }
    const [baseline, rate] = [median(rates.bare), median(rates.ours)];
    rows.push([
      operation,
      Math.round(baseline),
      Math.round(rate),
      `${Math.round((100 * rate) / baseline)}%`,
      '>= 40%',
    ]);
  }
  bare.close();
  ours.close();
  process.stdout.write(
    table(['one document of 1 kB', 'bare driver, per s', 'adapter, per s', 'ratio', 'aim'], rows),
  );
}
