import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { VectorQuery, VectorRecord, VectorStore } from '../ports/vector-store.js';

const NAMESPACE = 'talks';
const MODEL = { name: 'test-model', dimension: 3 };

function vector(id: string, values: number[], more: Partial<VectorRecord> = {}): VectorRecord {
  return { id, ownerId: 'ada', values: Float32Array.from(values), metadata: {}, ...more };
}

function near(values: number[], more: Partial<VectorQuery> = {}): VectorQuery {
  return { namespace: NAMESPACE, ownerId: 'ada', values: Float32Array.from(values), limit: 10, ...more };
}

async function idsOf(store: VectorStore, query: VectorQuery): Promise<string[]> {
  return (await store.query(query)).map(({ id }) => id);
}

/** Every promise of VectorStore. `settle` lets an index catch up that is consistent only eventually. */
export function vectorStoreContract(options: ContractOptions<VectorStore>): Contract {
  return contractOf('VectorStore', options, {
    'finds the nearest first, with their cosine and metadata': async (store, settle) => {
      const metadata = { title: 'Lunch', created_at: 1_772_726_400, starred: true, people: ['p1', 'p2'] };
      await store.upsert(NAMESPACE, MODEL, [
        vector('opposite', [-2, 0, 0]),
        vector('same', [5, 0, 0], { metadata }),
        vector('beside', [1, 1, 0]),
      ]);
      await settle();
      const found = await store.query(near([1, 0, 0]));
      expect(found.map(({ id }) => id)).toEqual(['same', 'beside', 'opposite']);
      expect(found[0]!.metadata).toEqual(metadata);
      [1, Math.SQRT1_2, -1].forEach((cosine, index) => expect(found[index]!.score).toBeCloseTo(cosine, 4));
    },

    'matches nothing of another owner, however near, and keeps equal ids apart': async (store, settle) => {
      await store.upsert(NAMESPACE, MODEL, [
        vector('v1', [0, 0, 1]),
        vector('v1', [1, 0, 0], { ownerId: 'eve' }),
        vector('v2', [1, 0, 0], { ownerId: 'adam' }),
      ]);
      await settle();
      const found = await store.query(near([1, 0, 0]));
      expect(found.map(({ id }) => id)).toEqual(['v1']);
      expect(found[0]!.score).toBeCloseTo(0, 4);
      expect(await store.count(NAMESPACE, 'eve')).toBe(1);
      expect(await idsOf(store, near([1, 0, 0], { ownerId: 'bob' }))).toEqual([]);
    },

    'answers at most as many as asked for': async (store, settle) => {
      await store.upsert(
        NAMESPACE,
        MODEL,
        Array.from({ length: 100 }, (_, index) => vector(`v${index}`, [1, index / 100, 0])),
      );
      await settle();
      expect(await idsOf(store, near([1, 0, 0], { limit: 3 }))).toEqual(['v0', 'v1', 'v2']);
      expect(await idsOf(store, near([1, 0, 0], { limit: 1_000 }))).toHaveLength(100);
    },

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

    'filters before it searches, so that a far match is found behind many near misses': async (
      store,
      settle,
    ) => {
      const misses = Array.from({ length: 50 }, (_, index) =>
        vector(`miss${index}`, [1, index / 1_000, 0], { metadata: { kind: 'fact', at: index } }),
      );
      await store.upsert(NAMESPACE, MODEL, [
        ...misses,
        vector('hit', [-1, 0, 0], { metadata: { kind: 'task', at: 100, people: ['p1'] } }),
      ]);
      await settle();
      const filtered = (...filter: NonNullable<VectorQuery['filter']>) =>
        idsOf(store, near([1, 0, 0], { limit: 2, filter }));
      expect(await filtered({ field: 'kind', op: '==', value: 'task' })).toEqual(['hit']);
      expect(await filtered({ field: 'kind', op: 'in', value: ['task', 'idea'] })).toEqual(['hit']);
      expect(await filtered({ field: 'at', op: '>=', value: 100 })).toEqual(['hit']);
      expect(await filtered({ field: 'people', op: 'in', value: ['p1', 'p9'] })).toEqual(['hit']);
      expect(
        await filtered({ field: 'at', op: '>=', value: 10 }, { field: 'at', op: '<=', value: 10 }),
      ).toEqual(['miss10']);
      expect(
        await filtered({ field: 'kind', op: '==', value: 'task' }, { field: 'at', op: '<=', value: 50 }),
      ).toEqual([]);
    },

    'keeps namespaces apart': async (store, settle) => {
      await store.upsert(NAMESPACE, MODEL, [vector('talk', [1, 0, 0])]);
      await store.upsert('memories', { name: 'other', dimension: 2 }, [vector('memory', [1, 0])]);
      await settle();
      expect(await idsOf(store, near([1, 0, 0]))).toEqual(['talk']);
      expect(await idsOf(store, near([1, 0], { namespace: 'memories' }))).toEqual(['memory']);
      expect(await idsOf(store, near([1, 0], { namespace: 'unknown' }))).toEqual([]);
    },

    'refuses vectors of another model or dimension in one namespace': async (store, settle) => {
      await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0])]);
      await settle();
      const refused = { kind: 'conflict', code: 'VECTOR_MODEL_MISMATCH' };
      const other = { name: 'other-model', dimension: 3 };
      await expect(store.upsert(NAMESPACE, other, [vector('w', [1, 0, 0])])).rejects.toMatchObject(refused);
      const wider = { name: 'test-model', dimension: 2 };
      await expect(store.upsert(NAMESPACE, wider, [vector('w', [1, 0])])).rejects.toMatchObject(refused);
      expect(await idsOf(store, near([1, 0, 0]))).toEqual(['v']);
    },

    'refuses vectors and searches that mean nothing': async (store) => {
      await store.upsert(NAMESPACE, MODEL, [vector('v', [1, 0, 0])]);
      const refused = { kind: 'invalid', code: 'VECTOR_INVALID' };
      for (const values of [
        [1, 0],
        [1, Number.NaN, 0],
        [Number.POSITIVE_INFINITY, 0, 0],
        [0, 0, 0],
      ]) {
        await expect(store.upsert(NAMESPACE, MODEL, [vector('w', values)])).rejects.toMatchObject(refused);
        await expect(store.query(near(values))).rejects.toMatchObject(refused);
      }
      for (const limit of [0, 1_001, 1.5]) {
        await expect(store.query(near([1, 0, 0], { limit }))).rejects.toMatchObject(refused);
      }
      for (const wrong of [
        { field: "n'; --", value: 1 },
        { field: 'n', value: {} },
      ]) {
        const filter = [{ ...wrong, op: '==' as const }];
        await expect(store.query(near([1, 0, 0], { filter }))).rejects.toMatchObject(refused);
      }
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
  });
}
