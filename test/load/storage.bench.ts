import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '#libs/storage';
import { table } from './table.js';

/**
 * How fast the embedded stores are on this machine, beside bare prepared statements of node:sqlite in the same run, because a figure
 * alone says more about the disk than about the code. `npm run bench -- storage`
 */
const DOCUMENTS = 3_000;
const READS = 20_000;
const VECTORS = 10_000;
const DIMENSION = 100;
const TEXTS = 50_000;
const SEARCHES = 50;
const OWNER = 'ada';

interface Line {
  readonly what: string;
  readonly perSecond: number;
  readonly baseline?: number;
}

const lines: Line[] = [];

/** Operations per second of `work`, called `times` times. */
async function rate(times: number, work: (index: number) => unknown): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < times; index += 1) await work(index);
  return (times * 1_000) / (performance.now() - started);
}

function body(index: number): object {
  return {
    id: `t${index}`,
    status: index % 2 ? 'done' : 'open',
    created_at: new Date(index * 1_000),
    text: 'word '.repeat(200),
  };
}

/** The least that a store of the same durability must do. */
async function baseline(
  folder: string,
): Promise<{ insert: number; get: number; query: number; transaction: number }> {
  const database = new DatabaseSync(join(folder, 'baseline.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  database.exec('CREATE TABLE d (path TEXT PRIMARY KEY, at INTEGER, body TEXT); CREATE INDEX d_at ON d (at)');
  const insert = database.prepare('INSERT OR REPLACE INTO d VALUES (?, ?, ?)');
  const get = database.prepare('SELECT body FROM d WHERE path = ?');
  const query = database.prepare('SELECT body FROM d ORDER BY at DESC LIMIT 20');
  const parse = (row: unknown) => JSON.parse((row as { body: string }).body) as unknown;
  const put = (index: number) => insert.run(`p${index}`, index, JSON.stringify(body(index)));
  const measured = {
    insert: await rate(DOCUMENTS, put),
    get: await rate(READS, (index) => parse(get.get(`p${index % DOCUMENTS}`))),
    query: await rate(READS / 20, () => query.all().map(parse)),
    transaction: await rate(DOCUMENTS, (index) => {
      database.exec('BEGIN IMMEDIATE');
      parse(get.get(`p${index}`));
      put(index);
      database.exec('COMMIT');
    }),
  };
  database.close();
  return measured;
}

async function documents(
  storage: EmbeddedStorage,
  base: Awaited<ReturnType<typeof baseline>>,
): Promise<void> {
  const store = storage.documents;
  const path = (index: number) => `users/${OWNER}/talks/t${index}`;
  const insert = await rate(DOCUMENTS, (index) =>
    store.write([{ kind: 'set', path: path(index), data: body(index) }]),
  );
  const get = await rate(READS, (index) => store.get(path(index % DOCUMENTS)));
  const query = await rate(READS / 20, () =>
    store.query({
      collection: `users/${OWNER}/talks`,
      where: [{ field: 'status', op: '==', value: 'done' }],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      limit: 20,
    }),
  );
  const transaction = await rate(DOCUMENTS, (index) =>
    store.transaction(async (open) => {
      await open.get(path(index));
      open.write({ kind: 'set', path: path(index), data: body(index) });
    }),
  );
  lines.push(
    { what: 'insert a document of 1 kB', perSecond: insert, baseline: base.insert },
    { what: 'get a document', perSecond: get, baseline: base.get },
    { what: 'query 20 of them, newest first', perSecond: query, baseline: base.query },
    { what: 'transaction: get and set', perSecond: transaction, baseline: base.transaction },
  );
}

function randomVector(): Float32Array {
  return Float32Array.from({ length: DIMENSION }, () => Math.random() - 0.5);
}

/** Words as frequent as in speech, roughly: the n-th most common is n times rarer than the first. */
function randomText(): string {
  return Array.from({ length: 12 }, () => `word${Math.floor(2_000 ** Math.random())}`).join(' ');
}

async function search(storage: EmbeddedStorage): Promise<void> {
  const batch = 500;
  const vectors = await rate(VECTORS / batch, (round) =>
    storage.vectors.upsert(
      'talks',
      { name: 'bench', dimension: DIMENSION },
      Array.from({ length: batch }, (_, index) => ({
        id: `c${round}:${index}`,
        ownerId: OWNER,
        values: randomVector(),
        metadata: { created_at: index },
      })),
    ),
  );
  const texts = await rate(TEXTS / batch, (round) =>
    storage.keywords.upsert(
      'talks',
      Array.from({ length: batch }, (_, index) => ({
        id: `c${round}:${index}`,
        ownerId: OWNER,
        title: '',
        body: randomText(),
        context: randomText(),
        timeMs: index,
        metadata: {},
      })),
    ),
  );
  const stall = monitorEventLoopDelay({ resolution: 1 });
  stall.enable();
  const startedMs = performance.now();
  const nearest = await rate(SEARCHES, () =>
    storage.vectors.query({ namespace: 'talks', ownerId: OWNER, values: randomVector(), limit: 20 }),
  );
  const filter = [{ field: 'created_at', op: '>=', value: 250 } as const];
  const filtered = await rate(SEARCHES, () =>
    storage.vectors.query({ namespace: 'talks', ownerId: OWNER, values: randomVector(), limit: 20, filter }),
  );
  const rare = await rate(SEARCHES, (index) =>
    storage.keywords.search({
      collection: 'talks',
      ownerId: OWNER,
      text: `word${1_000 + index} word${1_500 + index}`,
      limit: 20,
    }),
  );
  const common = await rate(SEARCHES, () =>
    storage.keywords.search({ collection: 'talks', ownerId: OWNER, text: randomText(), limit: 20 }),
  );
  stall.disable();
  const searchedMs = performance.now() - startedMs;
  lines.push(
    { what: `add a vector, ${DIMENSION} dimensions, batches of ${batch}`, perSecond: vectors * batch },
    { what: `add a text of 24 words, batches of ${batch}`, perSecond: texts * batch },
    { what: `nearest 20 of ${VECTORS} vectors`, perSecond: nearest },
    { what: `nearest 20 of the filtered half`, perSecond: filtered },
    { what: `two rare words in ${TEXTS} texts`, perSecond: rare },
    { what: `twelve words, common ones among them, in ${TEXTS} texts`, perSecond: common },
  );
  const idle = await stallWhileIdle(searchedMs);
  console.log(
    `longest stall of the main thread during ${4 * SEARCHES} searches: ${(stall.max / 1e6).toFixed(1)} ms ` +
      `(p99 ${(stall.percentile(99) / 1e6).toFixed(1)}); idle for as long on the same machine: ` +
      `${(idle.max / 1e6).toFixed(1)} ms (p99 ${(idle.percentile(99) / 1e6).toFixed(1)})`,
  );
}

/** The control: what the machine's other load alone does to this thread. */
async function stallWhileIdle(durationMs: number): Promise<ReturnType<typeof monitorEventLoopDelay>> {
  const stall = monitorEventLoopDelay({ resolution: 1 });
  stall.enable();
  await new Promise((resolve) => setTimeout(resolve, durationMs));
  stall.disable();
  return stall;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-bench-'));
  const storage = await EmbeddedStorage.open({
    dataDir: join(folder, 'data'),
    indexes: [
      {
        collection: 'talks',
        fields: [{ field: 'status' }, { field: 'created_at', direction: 'desc' }],
      },
    ],
    clock: new SystemClock(),
    log: new SilentLog(),
  });
  try {
    await documents(storage, await baseline(folder));
    await search(storage);
  } finally {
    await storage.close();
    await rm(folder, { recursive: true });
  }
  console.log(
    table(
      ['what', 'per second', 'ms each', 'of bare SQLite'],
      lines.map(({ what, perSecond, baseline: bare }) => [
        what,
        Math.round(perSecond),
        (1_000 / perSecond).toFixed(3),
        bare === undefined ? '' : (perSecond / bare).toFixed(2),
      ]),
    ),
  );
}

await main();
