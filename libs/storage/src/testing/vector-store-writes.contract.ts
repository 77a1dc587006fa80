import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { VectorStore } from '../ports/vector-store.js';
import { ODD_NAMES } from './odd-names.js';
import { MODEL, NAMESPACE, idsOf, near, vector } from './vector-store-samples.js';

export const VECTOR_WRITE_TESTS: ContractTests<VectorStore> = {
  'replaces the vector and metadata of an id that it knows': async (store, settle) => {
    await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0], { metadata: { n: 1 } })]);
    await settle();
    await store.upsert(NAMESPACE, MODEL, [vector('v', [0, 1, 0], { metadata: { n: 2 } })]);
    await settle();
    const found = await store.query(near([0, 1, 0]));
    expect(found).toHaveLength(1);
    expect(found[0]!.score).toBeCloseTo(1, 4);
    expect(found[0]!.metadata).toEqual({ n: 2 });
  },

  'stores all of a batch or none of it': async (store, settle) => {
    const batch = [vector('good', [1, 0, 0]), vector('bad', [1, 0])];
    await expect(store.upsert(NAMESPACE, MODEL, batch)).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    await settle();
    expect(await store.count(NAMESPACE, 'ada')).toBe(0);
  },

  'deletes by id, of one owner only': async (store, settle) => {
    const ids = ['v1', 'v2'];
    await store.upsert(NAMESPACE, MODEL, [
      ...ids.map((id) => vector(id, [1, 0, 0])),
      ...ids.map((id) => vector(id, [1, 0, 0], { ownerId: 'eve' })),
    ]);
    await settle();
    await store.delete(NAMESPACE, 'ada', ['v1', 'unknown']);
    await store.delete('unknown', 'ada', ['v1']);
    await settle();
    expect(await idsOf(store, near([1, 0, 0]))).toEqual(['v2']);
    expect((await idsOf(store, near([1, 0, 0], { ownerId: 'eve' }))).sort()).toEqual(ids);
  },

  'deletes and counts by the beginning of ids, of one owner only': async (store, settle) => {
    const ids = ['c1:0', 'c1:1', 'c1', 'c10:0', 'C1:0'];
    await store.upsert(NAMESPACE, MODEL, [
      ...ids.map((id) => vector(id, [1, 0, 0])),
      vector('c1:0', [1, 0, 0], { ownerId: 'eve' }),
    ]);
    await settle();
    expect(await store.countByPrefix(NAMESPACE, 'ada', 'c1:')).toBe(2);
    expect(await store.deleteByPrefix(NAMESPACE, 'ada', 'c1:')).toBe(2);
    await settle();
    expect(await store.countByPrefix(NAMESPACE, 'ada', 'c1:')).toBe(0);
    expect((await idsOf(store, near([1, 0, 0]))).sort()).toEqual(['C1:0', 'c1', 'c10:0']);
    expect(await store.deleteByPrefix(NAMESPACE, 'ada', '')).toBe(3);
    await settle();
    expect(await store.count(NAMESPACE, 'ada')).toBe(0);
    expect(await store.count(NAMESPACE, 'eve')).toBe(1);
    expect(await store.deleteByPrefix('unknown', 'ada', '')).toBe(0);
  },

  'names the namespaces that hold anything, in order': async (store, settle) => {
    expect(await store.namespaces()).toEqual([]);
    for (const namespace of ['talks', 'memories', 'passing']) {
      await store.upsert(namespace, MODEL, [vector('v', [1, 0, 0])]);
    }
    await settle();
    await store.deleteByPrefix('passing', 'ada', '');
    await settle();
    expect(await store.namespaces()).toEqual(['memories', 'talks']);
  },

  'takes a thousand vectors in one call': async (store, settle) => {
    const many = Array.from({ length: 1_000 }, (_, n) => vector(`v${n}`, [1, n / 1_000, 0]));
    await store.upsert(NAMESPACE, MODEL, many);
    await settle();
    expect(await store.count(NAMESPACE, 'ada')).toBe(1_000);
    expect(await idsOf(store, near([1, 0.999, 0], { limit: 1 }))).toEqual(['v999']);
    await store.delete(
      NAMESPACE,
      'ada',
      many.slice(1).map(({ id }) => id),
    );
    await settle();
    expect(await idsOf(store, near([1, 0, 0]))).toEqual(['v0']);
  },

  'keeps the last of several vectors of one id in one call, and takes an empty call': async (
    store,
    settle,
  ) => {
    await store.upsert(NAMESPACE, MODEL, []);
    await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0]), vector('v', [0, 1, 0])]);
    await settle();
    expect(await store.count(NAMESPACE, 'ada')).toBe(1);
    expect((await store.query(near([0, 1, 0])))[0]!.score).toBeCloseTo(1, 4);
    await store.delete(NAMESPACE, 'ada', []);
  },

  'keeps odd ids, owners and metadata apart and unchanged': async (store, settle) => {
    const odd = ODD_NAMES.filter((name) => name.length <= 100);
    await store.upsert(NAMESPACE, MODEL, [
      ...odd.map((id) => vector(id, [1, 0, 0], { metadata: { text: id } })),
      ...odd.map((ownerId) => vector('same', [1, 0, 0], { ownerId, metadata: { text: ownerId } })),
    ]);
    await settle();
    const found = await store.query(near([1, 0, 0], { limit: 100 }));
    expect(found.map(({ id }) => id)).toEqual(odd.toSorted(byCodePoint));
    for (const { id, metadata } of found) expect(metadata).toEqual({ text: id });
    for (const ownerId of odd) {
      const [own, ...more] = await store.query(near([1, 0, 0], { ownerId }));
      expect(own).toMatchObject({ id: 'same', metadata: { text: ownerId } });
      expect(more).toEqual([]);
    }
  },

  'never confuses an owner and an id with another owner whose name begins alike': async (store, settle) => {
    await store.upsert(NAMESPACE, MODEL, [
      vector('x-1', [1, 0, 0]),
      vector('1', [1, 0, 0], { ownerId: 'ada-x' }),
      vector('1', [1, 0, 0], { ownerId: 'ada%2Dx' }),
    ]);
    await settle();
    for (const owner of ['ada', 'ada-x', 'ada%2Dx']) expect(await store.count(NAMESPACE, owner)).toBe(1);
    await store.delete(NAMESPACE, 'ada', ['x-1']);
    expect(await store.deleteByPrefix(NAMESPACE, 'ada', 'x')).toBeLessThanOrEqual(1);
    await settle();
    expect(await store.count(NAMESPACE, 'ada')).toBe(0);
    for (const ownerId of ['ada-x', 'ada%2Dx']) {
      expect(await idsOf(store, near([1, 0, 0], { ownerId }))).toEqual(['1']);
    }
  },

  'loses nothing of what many writers write at once': async (store, settle) => {
    const owners = ['ada', 'eve', 'bob'];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        store.upsert(NAMESPACE, MODEL, [vector(`v${n}`, [1, n, 0], { ownerId: owners[n % 3]! })]),
      ),
    );
    await settle();
    for (const owner of owners) expect(await store.count(NAMESPACE, owner)).toBe(20);
  },
};

/** As ids are ordered everywhere: JavaScript alone would put U+FEFF behind characters beyond the first plane. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
