import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions, type ContractTests } from '#libs/kernel/testing';
import type { VectorStore } from '../ports/vector-store.js';
import { followsVectorModel } from './models/vector-model.js';
import { VECTOR_QUERY_TESTS } from './vector-store-queries.contract.js';
import { MODEL, NAMESPACE, idsOf, near, vector } from './vector-store-samples.js';
import { VECTOR_WRITE_TESTS } from './vector-store-writes.contract.js';

/** A store under test for vectors of three dimensions, and the way to what a restart leaves of it. */
export interface VectorStoreSubject {
  readonly store: VectorStore;
  /** Stops the store in use and answers another on the same data, as the next process would open it. */
  reopen(): Promise<VectorStore>;
  /** Whether each namespace chooses its dimension, or all have the one of the index; the contract holds the store to either. */
  readonly dimensions: 'of-namespace' | 'of-index';
}

/** Every promise of VectorStore. `settle` lets an index catch up that is consistent only eventually. */
export function vectorStoreContract(options: ContractOptions<VectorStoreSubject>): Contract {
  return contractOf('VectorStore', options, {
    ...onStore(VECTOR_QUERY_TESTS),
    ...onStore(VECTOR_WRITE_TESTS),
    ...NAMESPACE_TESTS,
    'does what its model does, whatever the order of calls': ({ store }, settle) =>
      followsVectorModel(store, settle),
  });
}

const REFUSED = { kind: 'conflict', code: 'VECTOR_MODEL_MISMATCH' };

const NAMESPACE_TESTS: ContractTests<VectorStoreSubject> = {
  'keeps namespaces apart': async ({ store }, settle) => {
    await store.upsert(NAMESPACE, MODEL, [vector('talk', [1, 0, 0])]);
    await store.upsert('memories', { name: 'other', dimension: 3 }, [vector('memory', [1, 0, 0])]);
    await settle();
    expect(await idsOf(store, near([1, 0, 0]))).toEqual(['talk']);
    expect(await idsOf(store, near([1, 0, 0], { namespace: 'memories' }))).toEqual(['memory']);
    expect(await idsOf(store, near([1, 0, 0], { namespace: 'unknown' }))).toEqual([]);
  },

  'takes another dimension in another namespace, or says that the index has only one': async (
    { store, dimensions },
    settle,
  ) => {
    await store.upsert(NAMESPACE, MODEL, [vector('talk', [1, 0, 0])]);
    const flat = { name: 'flat', dimension: 2 };
    const upsert = store.upsert('memories', flat, [vector('memory', [1, 0])]);
    if (dimensions === 'of-index') {
      await expect(upsert).rejects.toMatchObject({
        ...REFUSED,
        details: { dimension: 2, storedDimension: 3 },
      });
      return;
    }
    await upsert;
    await settle();
    expect(await idsOf(store, near([1, 0], { namespace: 'memories' }))).toEqual(['memory']);
  },

  'refuses vectors of another model or dimension in one namespace, and names both': async (
    { store },
    settle,
  ) => {
    await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0])]);
    await settle();
    const other = { name: 'other-model', dimension: 3 };
    await expect(store.upsert(NAMESPACE, other, [vector('w', [1, 0, 0])])).rejects.toMatchObject({
      ...REFUSED,
      details: { stored: 'test-model', given: 'other-model' },
    });
    const flatter = { name: 'test-model', dimension: 2 };
    await expect(store.upsert(NAMESPACE, flatter, [vector('w', [1, 0])])).rejects.toMatchObject(REFUSED);
    await expect(store.query(near([1, 0, 0], { model: other }))).rejects.toMatchObject(REFUSED);
    expect(await idsOf(store, near([1, 0, 0], { model: MODEL }))).toEqual(['v']);
  },

  'lets a namespace change its model once its last vector is gone': async ({ store }, settle) => {
    await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0])]);
    await settle();
    await store.deleteByPrefix(NAMESPACE, 'ada', '');
    await settle();
    const other = { name: 'other-model', dimension: 3 };
    await store.upsert(NAMESPACE, other, [vector('w', [1, 0, 0])]);
    await settle();
    expect(await idsOf(store, near([1, 0, 0]))).toEqual(['w']);
    await expect(store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0])])).rejects.toMatchObject(REFUSED);
  },

  'has everything after a restart, and still refuses another model': async ({ store, reopen }, settle) => {
    const metadata = { n: 1, list: ['a'] };
    await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0], { metadata }), vector('gone', [1, 0, 0])]);
    await settle();
    await store.delete(NAMESPACE, 'ada', ['gone']);
    await settle();
    const before = await store.query(near([1, 0, 0]));
    const again = await reopen();
    expect(await again.query(near([1, 0, 0]))).toEqual(before);
    expect(await again.namespaces()).toEqual([NAMESPACE]);
    const other = { name: 'other-model', dimension: 3 };
    await expect(again.upsert(NAMESPACE, other, [vector('w', [1, 0, 0])])).rejects.toMatchObject(REFUSED);
  },
};

function onStore(tests: ContractTests<VectorStore>): ContractTests<VectorStoreSubject> {
  return Object.fromEntries(
    Object.entries(tests).map(([title, test]) => [title, ({ store }, settle) => test(store, settle)]),
  );
}
