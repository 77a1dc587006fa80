import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '#libs/storage';
import { documentsBench } from './storage/documents.bench.js';
import { growthBench } from './storage/growth.bench.js';
import { searchBench } from './storage/search.bench.js';
import { survivalBench } from './survival.bench.js';

/** The parts by name; `npm run bench:storage -- growth` runs one alone. */
const PARTS: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  documents: documentsBench,
  growth: growthBench,
  search: searchIn,
  queue: () => import('./queue.bench.js'),
  survival: survivalBench,
  'survival-jobs': () => import('./survival-jobs.bench.js'),
};

/**
 * Every figure of storage and queues, beside a bare driver of the same run where there is one: a figure alone says more about the
 * machine than about the code.
 */
export async function storageBench(): Promise<void> {
  const wanted = process.argv[3];
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted !== undefined && wanted !== name) continue;
    const folder = await mkdtemp(join(tmpdir(), 'mneme-bench-'));
    try {
      await part(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

async function searchIn(folder: string): Promise<void> {
  const storage = await EmbeddedStorage.open({
    dataDir: folder,
    indexes: [],
    clock: new SystemClock(),
    log: new SilentLog(),
  });
  try {
    await searchBench(storage);
  } finally {
    await storage.close();
  }
}
