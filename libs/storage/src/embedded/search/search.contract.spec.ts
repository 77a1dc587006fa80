import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContract } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import type { KeywordIndex } from '../../ports/keyword-index.js';
import type { VectorStore } from '../../ports/vector-store.js';
import { keywordIndexContract, type KeywordIndexSubject } from '../../testing/keyword-index.contract.js';
import { vectorStoreContract, type VectorStoreSubject } from '../../testing/vector-store.contract.js';
import { SearchThreads } from './search-threads.js';
import { SqliteFtsKeywordIndex } from './sqlite-fts-keyword-index.js';
import { SqliteVectorStore } from './sqlite-vector-store.js';

/** The search threads on a folder of its own, and what its adapters need to be a contract's subject. */
async function onThread<T>(subjectOf: (open: () => Promise<SearchThreads>) => Promise<T>) {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-search-'));
  let threads: SearchThreads | undefined;
  const subject = await subjectOf(async () => {
    await threads?.close();
    threads = new SearchThreads({ file: join(folder, 'search.db'), log: new SilentLog() });
    return threads;
  });
  return {
    subject,
    dispose: async () => {
      await threads?.close();
      await rm(folder, { recursive: true });
    },
  };
}

const vectorsOn = (adapt: (threads: SearchThreads) => VectorStore) => () =>
  onThread(async (open): Promise<VectorStoreSubject> => ({
    store: adapt(await open()),
    reopen: async () => adapt(await open()),
    dimensions: 'of-namespace',
  }));

const keywordsOn = (adapt: (threads: SearchThreads) => KeywordIndex) => () =>
  onThread(async (open): Promise<KeywordIndexSubject> => ({
    index: adapt(await open()),
    reopen: async () => adapt(await open()),
  }));

runContract(
  vectorStoreContract({ name: 'sqlite-vec', create: vectorsOn((threads) => new SqliteVectorStore(threads)) }),
);
runContract(
  keywordIndexContract({ name: 'FTS5', create: keywordsOn((threads) => new SqliteFtsKeywordIndex(threads)) }),
);
