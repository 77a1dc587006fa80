import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { defineJob } from '#libs/contracts';
import { SystemClock, newId } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { JobRunner, SqliteJobQueue } from '#libs/queue';
import { DatabaseSync } from 'node:sqlite';

/**
 * What the job queue costs over the bare statements that any durable queue on SQLite needs: one synced insert to put a job in; one synced
 * update and one synced delete to run it. Both on the same disk in the same run; the ratio is what to look at.
 * `npm run bench -- queue [JOBS]`
 */
const jobs = Number(process.argv[3] ?? 5_000);
const folder = mkdtempSync(join(tmpdir(), 'mneme-bench-'));

interface Row {
  readonly what: string;
  readonly perSecond: number;
  readonly ofBaseline: number | null;
}

function perSecond(sinceMs: number): number {
  return Math.round((jobs * 1_000) / (performance.now() - sinceMs));
}

function bareSqlite(): { putIn: number; run: number } {
  const db = new DatabaseSync(join(folder, 'bare.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE jobs (id TEXT PRIMARY KEY, payload TEXT, state TEXT) STRICT');
  db.exec(`CREATE INDEX due ON jobs (id) WHERE state = 'waiting'`);
  const insert = db.prepare(`INSERT INTO jobs VALUES (?, ?, 'waiting')`);
  const claim = db.prepare(
    `UPDATE jobs SET state = 'active' WHERE id = (SELECT id FROM jobs WHERE state = 'waiting' LIMIT 1) RETURNING id`,
  );
  const remove = db.prepare('DELETE FROM jobs WHERE id = ?');
  let startMs = performance.now();
  for (let n = 0; n < jobs; n += 1) insert.run(newId(), JSON.stringify({ n }));
  const putIn = perSecond(startMs);
  startMs = performance.now();
  for (let n = 0; n < jobs; n += 1) remove.run((claim.get() as { id: string }).id);
  const run = perSecond(startMs);
  db.close();
  return { putIn, run };
}

function openQueue(name: string): SqliteJobQueue {
  const clock = new SystemClock();
  const log = new SilentLog();
  return new SqliteJobQueue({
    dataDir: join(folder, name),
    clock,
    log,
    runner: new JobRunner(clock, log, new Metrics()),
  });
}

const benchJob = (concurrency: number) =>
  defineJob({
    name: 'bench.job',
    schema: z.object({ n: z.number(), atMs: z.number() }),
    concurrency,
    dedupeKey: ({ n }) => String(n),
  });

async function queueOf(concurrency: number): Promise<{ putIn: number; run: number }> {
  const queue = openQueue(`queue-${concurrency}`);
  const job = benchJob(concurrency);
  let startMs = performance.now();
  for (let n = 0; n < jobs; n += 1) await queue.enqueue(job, { n, atMs: 0 });
  const putIn = perSecond(startMs);
  const done = Promise.withResolvers<void>();
  let ran = 0;
  const run = () => {
    ran += 1;
    if (ran === jobs) done.resolve();
    return Promise.resolve();
  };
  startMs = performance.now();
  await queue.start([{ definition: job, run }]);
  await done.promise;
  const ranPerSecond = perSecond(startMs);
  await queue.stop(1_000);
  queue.close();
  return { putIn, run: ranPerSecond };
}

/** From `enqueue` being called to the handler being called, on an idle queue, in milliseconds. */
async function startDelays(): Promise<{ p50: number; p99: number }> {
  const queue = openQueue('delays');
  const job = benchJob(1);
  const delays: number[] = [];
  let began = Promise.withResolvers<void>();
  const run = (payload: unknown) => {
    delays.push(performance.now() - (payload as { atMs: number }).atMs);
    began.resolve();
    return Promise.resolve();
  };
  await queue.start([{ definition: job, run }]);
  for (let n = 0; n < 1_000; n += 1) {
    began = Promise.withResolvers();
    await queue.enqueue(job, { n, atMs: performance.now() });
    await began.promise;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await queue.stop(1_000);
  queue.close();
  delays.sort((a, b) => a - b);
  return { p50: delays[500]!, p99: delays[990]! };
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, perSecond: rate, ofBaseline }) => {
    const ratio = ofBaseline === null ? '' : `${Math.round((100 * rate) / ofBaseline)} %`;
    return `${what.padEnd(46)}${String(rate).padStart(9)}${ratio.padStart(14)}`;
  });
  return [`${`${jobs} jobs`.padEnd(46)}${'per s'.padStart(9)}${'of baseline'.padStart(14)}`, ...lines].join(
    '\n',
  );
}

try {
  const bare = bareSqlite();
  const [one, eight] = [await queueOf(1), await queueOf(8)];
  const { p50, p99 } = await startDelays();
  const rows: Row[] = [
    { what: 'put in: bare synced insert (baseline)', perSecond: bare.putIn, ofBaseline: null },
    { what: 'put in: enqueue', perSecond: one.putIn, ofBaseline: bare.putIn },
    { what: 'run: bare synced claim and delete (baseline)', perSecond: bare.run, ofBaseline: null },
    { what: 'run: handler, one at once', perSecond: one.run, ofBaseline: bare.run },
    { what: 'run: handler, eight at once', perSecond: eight.run, ofBaseline: bare.run },
  ];
  console.log(table(rows));
  console.log(`from enqueue to handler on an idle queue: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
} finally {
  rmSync(folder, { recursive: true });
}
