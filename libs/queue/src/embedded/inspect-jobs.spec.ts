import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexMemory, summarizeDays } from '#libs/contracts';
import { SystemClock } from '#libs/kernel';
import { openQueue } from '../testing/index.js';
import { inspectJobs } from './inspect-jobs.js';

describe('the jobs of a data folder', () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'mneme-jobs-'))));
  afterEach(() => rm(dataDir, { recursive: true }));

  it('are counted as the queue counts them, whether one is open or not', async () => {
    const queue = openQueue({ kind: 'sqlite', dataDir });
    await queue.enqueue(indexMemory, { ownerId: 'ada', memoryId: 'm1' });
    await queue.enqueue(indexMemory, { ownerId: 'ada', memoryId: 'm2' }, { delayMs: 60_000 });
    await queue.enqueue(summarizeDays, { ownerId: 'ada' }, { delayMs: 60_000 });
    const expected = {
      counts: {
        'memory.index': { waiting: 1, delayed: 1, active: 0, dead: 0 },
        'daily-summary.tick': { waiting: 0, delayed: 1, active: 0, dead: 0 },
      },
      dead: [],
    };
    const inspected = () => inspectJobs(dataDir, new SystemClock().nowMs());
    expect(inspected()).toEqual(expected);
    expect(await queue.countsByName()).toEqual(expected.counts);
    await queue.stop(0);
    expect(inspected()).toEqual(expected);
  });
});
