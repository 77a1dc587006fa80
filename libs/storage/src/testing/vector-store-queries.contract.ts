import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { VectorQuery, VectorStore } from '../ports/vector-store.js';
import { MODEL, NAMESPACE, idsOf, near, vector } from './vector-store-samples.js';

export const VECTOR_QUERY_TESTS: ContractTests<VectorStore> = {
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

  'orders by nearness, and what is equally near by id': async (store, settle) => {
    const ids = ['b', 'a:2', 'a:10', 'B', 'ä'];
    await store.upsert(NAMESPACE, MODEL, [
      ...ids.map((id) => vector(id, [1, 1, 0])),
      vector('z', [1, 0, 0]),
      vector('0', [0, 0, 1]),
    ]);
    await settle();
    const found = await store.query(near([1, 0, 0]));
    expect(found.map(({ id }) => id)).toEqual(['z', ...ids.toSorted(), '0']);
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  },

  'compares by direction, whatever the lengths': async (store, settle) => {
    await store.upsert(NAMESPACE, MODEL, [vector('long', [9e6, 0, 0]), vector('short', [1e-6, 1e-6, 0])]);
    await settle();
    const found = await store.query(near([1e-3, 0, 0]));
    expect(found.map(({ id }) => id)).toEqual(['long', 'short']);
    [1, Math.SQRT1_2].forEach((cosine, index) => expect(found[index]!.score).toBeCloseTo(cosine, 4));
  },

  'compares text and truth in filters by type as well': async (store, settle) => {
    await store.upsert(NAMESPACE, MODEL, [
      vector('text', [1, 0, 0], { metadata: { value: '1' } }),
      vector('number', [1, 0, 0], { metadata: { value: 1 } }),
      vector('truth', [1, 0, 0], { metadata: { value: true } }),
      vector('none', [1, 0, 0]),
    ]);
    await settle();
    for (const [id, value] of Object.entries({ text: '1', number: 1, truth: true })) {
      const filter = [{ field: 'value', op: '==' as const, value }];
      expect(await idsOf(store, near([1, 0, 0], { filter }))).toEqual([id]);
    }
    const nothing = [{ field: 'value', op: 'in' as const, value: [] }];
    expect(await idsOf(store, near([1, 0, 0], { filter: nothing }))).toEqual([]);
  },

  'answers a hundred questions at once, each its own': async (store, settle) => {
    const angles = Array.from({ length: 100 }, (_, n) => [Math.cos(n / 100), Math.sin(n / 100), 0]);
    await store.upsert(
      NAMESPACE,
      MODEL,
      angles.map((values, n) => vector(`v${n}`, values)),
    );
    await settle();
    const found = await Promise.all(angles.map((values) => idsOf(store, near(values, { limit: 1 }))));
    expect(found.flat()).toEqual(angles.map((_, n) => `v${n}`));
  },
};
