import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import type { KeywordIndex } from '../../ports/keyword-index.js';
import type { VectorStore } from '../../ports/vector-store.js';
import { keywordIndexContract, type KeywordIndexSubject } from '../../testing/keyword-index.contract.js';
import { vectorStoreContract, type VectorStoreSubject } from '../../testing/vector-store.contract.js';
import { SearchThread } from './search-thread.js';
import { SqliteFtsKeywordIndex } from './sqlite-fts-keyword-index.js';
import { SqliteVectorStore } from './sqlite-vector-store.js';

/** A search thread on a folder of its own, and what its adapters need to be a contract's subject. */
async function onThread<T>(subjectOf: (open: () => Promise<SearchThread>) => Promise<T>) {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-search-'));
  let thread: SearchThread | undefined;
  const subject = await subjectOf(async () => {
    await thread?.close();
    thread = new SearchThread({ file: join(folder, 'search.db'), log: new SilentLog() });
    return thread;
  });
  return {
    subject,
    dispose: async () => {
      await thread?.close();
      await rm(folder, { recursive: true });
    },
  };
}

const vectorsOn = (adapt: (thread: SearchThread) => VectorStore) => () =>
  onThread(async (open): Promise<VectorStoreSubject> => ({
    store: adapt(await open()),
    reopen: async () => adapt(await open()),
    dimensions: 'of-namespace',
  }));

const keywordsOn = (adapt: (thread: SearchThread) => KeywordIndex) => () =>
  onThread(async (open): Promise<KeywordIndexSubject> => ({
    index: adapt(await open()),
    reopen: async () => adapt(await open()),
  }));

runContract(
  vectorStoreContract({ name: 'sqlite-vec', create: vectorsOn((thread) => new SqliteVectorStore(thread)) }),
);
runContract(
  keywordIndexContract({ name: 'FTS5', create: keywordsOn((thread) => new SqliteFtsKeywordIndex(thread)) }),
);

describe('the contracts of search', () => {
  const brokenVectors = (change: (store: VectorStore) => Partial<VectorStore>) =>
    vectorStoreContract({
      name: 'broken',
      create: vectorsOn((thread) => {
        const store = new SqliteVectorStore(thread);
        return breaking<VectorStore>(store, change(store));
      }),
    });

  it('refuse a vector store that mixes two owners', async () => {
    const mixing = brokenVectors((store) => ({
      upsert: (namespace, model, records) =>
        store.upsert(
          namespace,
          model,
          records.map((record) => ({ ...record, ownerId: 'ada' })),
        ),
    }));
    expect(await failuresOf(mixing)).toContain(
      'matches nothing of another owner, however near, and keeps equal ids apart',
    );
  });

  it('refuse a vector store that filters only what it found', async () => {
    const late = brokenVectors((store) => ({
      query: async ({ filter, ...query }) => {
        const kept = new Set(
          (await store.query({ ...query, limit: 1_000, ...(filter && { filter }) })).map(({ id }) => id),
        );
        return (await store.query(query)).filter(({ id }) => kept.has(id));
      },
    }));
    expect(await failuresOf(late)).toEqual([
      'filters before it searches, so that a far match is found behind many near misses',
    ]);
  });

  it('refuse a vector store that takes the beginning of an id for a pattern', async () => {
    const reaching = brokenVectors((store) => ({
      deleteByPrefix: (namespace, ownerId, prefix) =>
        store.deleteByPrefix(namespace, ownerId, prefix.replace(':', '')),
    }));
    expect(await failuresOf(reaching)).toContain(
      'deletes and counts by the beginning of ids, of one owner only',
    );
  });

  it('refuse a vector store that forgets to delete, by their models too', async () => {
    const keeping = brokenVectors(() => ({ delete: () => Promise.resolve() }));
    expect(await failuresOf(keeping)).toEqual(
      expect.arrayContaining([
        'deletes by id, of one owner only',
        'does what its model does, whatever the order of calls',
      ]),
    );
  });

  it('refuse a keyword index that mixes two owners', async () => {
    const mixing = keywordIndexContract({
      name: 'broken',
      create: keywordsOn((thread) => {
        const index = new SqliteFtsKeywordIndex(thread);
        return breaking<KeywordIndex>(index, {
          upsert: (collection, documents) =>
            index.upsert(
              collection,
              documents.map((document) => ({ ...document, ownerId: 'ada' })),
            ),
        });
      }),
    });
    expect(await failuresOf(mixing)).toContain('finds nothing of another owner, and keeps equal ids apart');
  });
});
