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
  it('refuses an adapter for Pinecone that forgets an owner', async () => {
    const broken = onServer((store) =>
      breaking<VectorStore>(store, { query: (query) => store.query({ ...query, ownerId: 'ada' }) }),
    );
    expect(await failuresOf(vectorStoreContract({ name: 'broken', create: broken }))).toContain(
      'matches nothing of another owner, however near, and keeps equal ids apart',
    );
  });
});
