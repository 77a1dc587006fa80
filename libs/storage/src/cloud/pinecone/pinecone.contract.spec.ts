import { describe, expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { VectorStore } from '../../ports/vector-store.js';
import { PineconeServer } from '../../testing/servers/pinecone-server.js';
import { vectorStoreContract, type VectorStoreSubject } from '../../testing/vector-store.contract.js';
import { PineconeVectorStore } from './pinecone-vector-store.js';

/** Behind by more requests than any test makes, so that only `settle` lets it catch up. */
const STALE = 1_000_000;

const onServer = (adapt: (store: VectorStore) => VectorStore) => async () => {
  const server = await PineconeServer.start({ staleFor: STALE });
  const open = () =>
    adapt(
      new PineconeVectorStore({
        apiKey: 'test-key',
        index: 'mneme',
        host: server.url,
        controllerUrl: server.url,
        clock: new SystemClock(),
      }),
    );
  const subject: VectorStoreSubject = {
    store: open(),
    reopen: () => Promise.resolve(open()),
    dimensions: 'of-index',
  };
  const settle = () => Promise.resolve(server.catchUp());
  return { subject, settle, dispose: () => server.close() };
};

runContract(vectorStoreContract({ name: 'Pinecone', create: onServer((store) => store) }));

describe('the contract of vectors', () => {
  const failuresWith = (change: (store: VectorStore) => Partial<VectorStore>) =>
    failuresOf(
      vectorStoreContract({
        name: 'broken',
        create: onServer((store) => breaking<VectorStore>(store, change(store))),
      }),
    );

  it('refuses a store that mixes two owners', async () => {
    const failures = await failuresWith((store) => ({
      upsert: (namespace, model, records) =>
        store.upsert(
          namespace,
          model,
          records.map((record) => ({ ...record, ownerId: 'ada' })),
        ),
    }));
    expect(failures).toContain('matches nothing of another owner, however near, and keeps equal ids apart');
  });

  it('refuses a store that filters only what it found', async () => {
    const failures = await failuresWith((store) => ({
      query: async ({ filter, ...query }) => {
        const kept = await store.query({ ...query, limit: 1_000, ...(filter && { filter }) });
        const ids = new Set(kept.map(({ id }) => id));
        return (await store.query(query)).filter(({ id }) => ids.has(id));
      },
    }));
    expect(failures).toEqual([
      'filters before it searches, so that a far match is found behind many near misses',
    ]);
  });

  it('refuses a store that takes the beginning of an id for a pattern', async () => {
    const failures = await failuresWith((store) => ({
      deleteByPrefix: (namespace, ownerId, prefix) =>
        store.deleteByPrefix(namespace, ownerId, prefix.replace(':', '')),
    }));
    expect(failures).toContain('deletes and counts by the beginning of ids, of one owner only');
  });

  it('refuses a store that forgets to delete, by its model too', async () => {
    const failures = await failuresWith(() => ({ delete: () => Promise.resolve() }));
    expect(failures).toEqual(
      expect.arrayContaining([
        'deletes by id, of one owner only',
        'does what its model does, whatever the order of calls',
      ]),
    );
  });
});
