import type { EmbeddedStorage } from '#libs/storage';
import { table } from '../table.js';
import { longestStallMs, percentile, randomNumbers, timesOf } from './measure.js';

const DIMENSION = 384;
const MODEL = { name: 'bench', dimension: DIMENSION };
const VECTORS = 100_000;
const OWNERS = 1_000;
const PER_OWNER = 100;
const SEGMENTS = 120_000;
const WORDS = 20_000;
const BATCH = 500;
const SEARCHES = 100;

const random = randomNumbers(7);

function randomVector(): Float32Array {
  return Float32Array.from({ length: DIMENSION }, () => random() - 0.5);
}

/** Words about as frequent as in speech: the n-th most common is n times rarer than the first. */
function randomText(words: number): string {
  return Array.from({ length: words }, () => `word${Math.floor(WORDS ** random())}`).join(' ');
}

async function fillVectors(storage: EmbeddedStorage, ownerId: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => ({
      id: `c${from + index}`,
      ownerId,
      values: randomVector(),
      metadata: { created_at: from + index },
    }));
    await storage.vectors.upsert(ownerId === 'ada' ? 'one' : 'many', MODEL, records);
  }
}

async function fillSegments(storage: EmbeddedStorage): Promise<void> {
  for (let from = 0; from < SEGMENTS; from += BATCH) {
    const segments = Array.from({ length: BATCH }, (_, index) => ({
      id: `c${Math.floor((from + index) / 100)}:${index % 100}`,
      ownerId: 'ada',
      title: '',
      body: randomText(12),
      context: randomText(12),
      timeMs: from + index,
      metadata: {},
    }));
    await storage.keywords.upsert('segments', segments);
  }
}

interface Measured {
  readonly tookMs: readonly number[];
  readonly stallMs: number;
}

async function measured(search: (index: number) => Promise<unknown>): Promise<Measured> {
  await search(0);
  let tookMs: number[] = [];
  const stallMs = await longestStallMs(async () => {
    tookMs = await timesOf(SEARCHES, search);
  });
  return { tookMs, stallMs };
}

function row(what: string, { tookMs, stallMs }: Measured, aim: string): (string | number)[] {
  const [p50, p95] = [percentile(tookMs, 0.5), percentile(tookMs, 0.95)];
  return [what, p50.toFixed(2), p95.toFixed(2), stallMs.toFixed(1), aim];
}

/** Search in the worker thread: how long an answer takes, and how long the main thread stands still meanwhile. */
export async function searchBench(storage: EmbeddedStorage): Promise<void> {
  await fillVectors(storage, 'ada', VECTORS);
  for (let owner = 0; owner < OWNERS; owner += 1) await fillVectors(storage, `u${owner}`, PER_OWNER);
  await fillSegments(storage);
  const nearest = (namespace: string, ownerId: string) =>
    storage.vectors.query({ namespace, ownerId, values: randomVector(), limit: 10 });
  const found = (text: string) =>
    storage.keywords.search({ collection: 'segments', ownerId: 'ada', text, limit: 10 });
  const rows = [
    row(
      `nearest 10 of ${VECTORS} x ${DIMENSION}, one owner`,
      await measured(() => nearest('one', 'ada')),
      'p50 <= 80, stall <= 5',
    ),
    row(
      `nearest 10 of ${PER_OWNER}, each of ${OWNERS} owners`,
      await measured((index) => nearest('many', `u${(index * 7) % OWNERS}`)),
      'p50 <= 1',
    ),
    row(
      `two rarer words in ${SEGMENTS} segments`,
      await measured(() =>
        found(`word${1_000 + Math.floor(random() * 9_000)} word${5_000 + Math.floor(random() * 9_000)}`),
      ),
      'p95 <= 30',
    ),
    row(
      `a question of six words in ${SEGMENTS} segments`,
      await measured(() => found(randomText(6))),
      'p95 <= 30',
    ),
  ];
  const idle = await longestStallMs(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
  process.stdout.write(
    table(['search', 'p50 ms', 'p95 ms', 'longest stall, ms', 'aim'], rows) +
      `(longest stall of an idle main thread in 3 s on the same machine: ${idle.toFixed(1)} ms)\n`,
  );
}
