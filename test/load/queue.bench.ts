import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { defineJob } from '#libs/contracts';
import { newId } from '#libs/kernel';
import type { JobQueue } from '#libs/queue';
import { openQueue, type JobStoreAddress } from '#libs/queue/testing';
import { RedisServer } from '../support/services/redis-server.js';
import { CONCURRENCIES, bareBull, bareSqlite, type BareRates } from './bare-queues.js';
import { table } from './table.js';

/**
 * What the job queue costs over the bare statements or commands that any durable queue on the same store needs, both in the same run: the
 * ratio is what to look at. Redis syncs its log at every write, as SQLite does at every commit. `npm run bench -- queue [JOBS]`
 */
const jobs = Number(process.argv[3]) || 10_000;
/** Requests that put jobs in at the same time. */
const PRODUCERS = 64;
const folder = mkdtempSync(join(tmpdir(), 'mneme-bench-'));

const benchJob = (concurrency: number) =>
  defineJob({
    name: `bench.job-${concurrency}`,
    schema: z.object({ n: z.number(), atMs: z.number() }),
    concurrency,
    dedupeKey: ({ n }) => String(n),
  });

type Closable = JobQueue & { close(): void };

interface Measured {
  readonly addedOneByOne: number;
  readonly added: number;
  /** By how many are run at once. */
  readonly completed: ReadonlyMap<number, number>;
  readonly delays: { readonly p50: number; readonly p99: number };
}

const perSecond = (count: number, sinceMs: number) =>
  Math.round((count * 1_000) / (performance.now() - sinceMs));

async function addAll(queue: JobQueue, concurrency: number, producers: number): Promise<number> {
  const job = benchJob(concurrency);
  let n = 0;
  const startMs = performance.now();
  const produce = async () => {
    while (n < jobs) await queue.enqueue(job, { n: (n += 1), atMs: 0 });
  };
  await Promise.all(Array.from({ length: producers }, produce));
  return perSecond(jobs, startMs);
}

async function runAll(queue: JobQueue, concurrency: number): Promise<number> {
  const done = Promise.withResolvers<void>();
  let ran = 0;
  const run = () => {
    ran += 1;
    if (ran >= jobs) done.resolve();
    return Promise.resolve();
  };
  const startMs = performance.now();
  await queue.start([{ definition: benchJob(concurrency), run }]);
  await done.promise;
  return perSecond(jobs, startMs);
}

/** From `enqueue` being called to the handler being called, on an idle queue, in milliseconds. */
async function startDelays(queue: Closable): Promise<{ p50: number; p99: number }> {
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
  await close(queue);
  delays.sort((a, b) => a - b);
  return { p50: delays[500]!, p99: delays[990]! };
}

async function close(queue: Closable): Promise<void> {
  await queue.stop(1_000);
  queue.close();
}

async function measure(open: () => Closable): Promise<Measured> {
  const completed = new Map<number, number>();
  const rates: number[] = [];
  for (const concurrency of CONCURRENCIES) {
    const queue = open();
    rates.push(await addAll(queue, concurrency, rates.length === 0 ? 1 : PRODUCERS));
    completed.set(concurrency, await runAll(queue, concurrency));
    await close(queue);
  }
  return { addedOneByOne: rates[0]!, added: rates[1]!, completed, delays: await startDelays(open()) };
}

function report(name: string, bare: BareRates, measured: Measured): void {
  const ratio = (rate: number, of: number) => `${Math.round((100 * rate) / of)}%`;
  const { addedOneByOne, added, completed, delays } = measured;
  const rows = [
    ['added one by one', bare.addedOneByOne, addedOneByOne, ratio(addedOneByOne, bare.addedOneByOne)],
    [`added by ${PRODUCERS} at once`, bare.added, added, ratio(added, bare.added)],
    ...[...completed].map(([concurrency, rate]) => [
      `completed, ${concurrency} at once`,
      bare.completed.get(concurrency)!,
      rate,
      ratio(rate, bare.completed.get(concurrency)!),
    ]),
  ];
  console.log(table([`${name}, ${jobs} jobs, per s`, 'bare', 'JobQueue', 'of bare'], rows));
  console.log(
    `from enqueue to handler, idle: p50 ${delays.p50.toFixed(2)} ms, p99 ${delays.p99.toFixed(2)} ms`,
  );
}

try {
  const at: JobStoreAddress = { kind: 'sqlite', dataDir: join(folder, 'queue') };
  report('SQLite', bareSqlite(join(folder, 'bare.db'), jobs, PRODUCERS), await measure(() => openQueue(at)));
  const missing = RedisServer.missing();
  if (missing) console.log(`Bull was not measured: ${missing.what} is missing (${missing.install}).`);
  else {
    const redis = await RedisServer.start({ durable: true });
    const bull = (): Closable => openQueue({ kind: 'bull', redisUrl: redis.url, prefix: newId() });
    report('Bull', await bareBull(redis.url, jobs, PRODUCERS), await measure(bull));
    await redis.dispose();
  }
} finally {
  rmSync(folder, { recursive: true });
}
