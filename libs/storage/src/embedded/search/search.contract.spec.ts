import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import type { KeywordIndex } from '../../ports/keyword-index.js';
import type { VectorStore } from '../../ports/vector-store.js';
import { keywordIndexContract } from '../../testing/keyword-index.contract.js';
import { vectorStoreContract } from '../../testing/vector-store.contract.js';
import { SearchThread } from './search-thread.js';
import { SqliteFtsKeywordIndex } from './sqlite-fts-keyword-index.js';
import { SqliteVectorStore } from './sqlite-vector-store.js';

/** A search thread on a folder of its own, and what an adapter of it needs to be a contract's subject. */
async function onThread<T>(adapt: (thread: SearchThread) => T) {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-search-'));
  const thread = new SearchThread({ file: join(folder, 'search.db'), log: new SilentLog() });
  return {
    subject: adapt(thread),
    dispose: async () => {
      await thread.close();
      await rm(folder, { recursive: true });
    },
  };
}

runContract(
  vectorStoreContract({
    name: 'sqlite-vec',
    create: () => onThread((thread): VectorStore => new SqliteVectorStore(thread)),
  }),
);
runContract(
  keywordIndexContract({
    name: 'FTS5',
    create: () => onThread((thread): KeywordIndex => new SqliteFtsKeywordIndex(thread)),
  }),
);

describe('the contracts of search', () => {
  const brokenVectors = (change: (store: VectorStore) => Partial<VectorStore>) =>
    vectorStoreContract({
      name: 'broken',
      create: () =>
        onThread((thread): VectorStore => {
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

  it('refuse a keyword index that mixes two owners', async () => {
    const mixing = keywordIndexContract({
      name: 'broken',
      create: () =>
        onThread((thread): KeywordIndex => {
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
