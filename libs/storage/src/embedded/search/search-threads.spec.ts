import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SilentLog } from '#libs/observability';
import { SearchThreads } from './search-threads.js';

const MODEL = { name: 'm', dimension: 64 };

describe('SearchThreads', () => {
  let folder: string;
  let threads: SearchThreads;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-threads-'));
    threads = new SearchThreads({ file: join(folder, 'search.db'), log: new SilentLog() });
  });
  afterEach(async () => {
    await threads.close();
    await rm(folder, { recursive: true });
  });

  const values = (n: number) => Float32Array.from({ length: 64 }, (_, place) => Math.sin(n * 64 + place));
  const vectors = (ownerId: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `v${n}`, ownerId, values: values(n), metadata: {} }));
  const query = (ownerId: string) => ({ namespace: 'talks', ownerId, values: values(1), limit: 1 });

  it('searches a file that does not exist yet, before anything was written', async () => {
    expect(await threads.call('queryVectors', query('ada'))).toEqual([]);
    expect(await threads.call('collections')).toEqual([]);
  });

  it('finds what was written before the question was asked, and answers while more is written', async () => {
    await threads.call('upsertVectors', 'talks', MODEL, vectors('ada', 10));
    await threads.call('countVectors', 'talks', 'ada', '');
    const order: string[] = [];
    const write = threads
      .call('upsertVectors', 'talks', MODEL, vectors('eve', 3_000))
      .then(() => order.push('write'));
    const [found] = await threads.call('queryVectors', query('ada'));
    order.push('search');
    await write;
    expect(found).toMatchObject({ id: 'v1' });
    expect(order).toEqual(['search', 'write']);
  });

  it('answers one owner after at most one question of another who asked a hundred', async () => {
    await threads.call('upsertVectors', 'talks', MODEL, [...vectors('ada', 2_000), ...vectors('eve', 10)]);
    const order: string[] = [];
    const ask = (ownerId: string) =>
      threads.call('queryVectors', query(ownerId)).then(() => order.push(ownerId));
    await Promise.all([...Array.from({ length: 100 }, () => ask('ada')), ask('eve')]);
    expect(order.indexOf('eve')).toBeLessThan(50);
  });

  it('keeps what it does off the thread that asks', async () => {
    await threads.call('upsertVectors', 'talks', MODEL, vectors('ada', 5_000));
    const cpu = process.threadCpuUsage();
    for (let n = 0; n < 20; n += 1) await threads.call('queryVectors', query('ada'));
    const { user, system } = process.threadCpuUsage(cpu);
    // Processor time of this thread alone, which other programs on the machine cannot lengthen as they do a clock.
    expect((user + system) / 1_000 / 20).toBeLessThan(5);
  });
});
