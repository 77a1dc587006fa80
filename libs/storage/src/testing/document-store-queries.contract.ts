import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentFilter, DocumentQuery, DocumentStore } from '../ports/document-store.js';
import { idsOf, pagesOf, put, TALKS } from './document-store-samples.js';

/** Ids that a filter finds, in the order of ids: Firestore would order a range by its field. */
async function matching(store: DocumentStore, ...where: DocumentFilter[]): Promise<string[]> {
  return (await idsOf(store, { where })).sort();
}

/** One of every comparable kind, in the order the port demands. */
const IN_ORDER = {
  k01: { v: null },
  k02: { v: false },
  k03: { v: true },
  k04: { v: -1e300 },
  k05: { v: -2 },
  k06: { v: 1.5 },
  k07: { v: 10 },
  k08: { v: 2_073_011_406_438_119_000 },
  k09: { v: new Date('1969-07-20T20:17:00Z') },
  k10: { v: new Date('2026-03-05T16:00:00Z') },
  k11: { v: '' },
  k12: { v: '10' },
  k13: { v: '2026-03-05' },
  k14: { v: 'Zebra' },
  k15: { v: 'ant' },
  k16: { v: 'äpfel' },
  k17: { v: new Uint8Array([0]) },
  k18: { v: new Uint8Array([0, 1]) },
  k19: { v: new Uint8Array([200]) },
};

export const DOCUMENT_QUERY_TESTS: ContractTests<DocumentStore> = {
  'finds the documents of one collection and of no other': async (store) => {
    await put(store, { t1: {}, t2: {} });
    await put(store, { t3: {} }, 'users/adam/talks');
    await put(store, { t4: {} }, 'users/ada/talks2');
    await put(store, { t5: {} }, `${TALKS}/t1/talks`);
    expect(await idsOf(store, {})).toEqual(['t1', 't2']);
    expect(await store.count({ collection: TALKS })).toBe(2);
    expect(await idsOf(store, { collection: 'users/eve/talks' })).toEqual([]);
  },

  'finds the documents of all collections of a name with group': async (store) => {
    await put(store, { t1: { n: 1 } });
    await put(store, { t2: { n: 2 } }, 'users/bob/talks');
    await put(store, { t3: { n: 3 } }, 'users/bob/walks');
    const group = { collection: 'talks', group: true };
    expect((await idsOf(store, group)).sort()).toEqual(['t1', 't2']);
    const where = [{ field: 'n', op: '>=', value: 2 }] as const;
    expect(await idsOf(store, { ...group, where })).toEqual(['t2']);
    expect(await store.count({ ...group, where })).toBe(1);
  },

  'orders by path when no order is asked for': async (store) => {
    await put(store, { b: {}, a: {}, B: {}, a1: {} });
    expect(await idsOf(store, {})).toEqual(['B', 'a', 'a1', 'b']);
  },

  'orders null < booleans < numbers < dates < strings < bytes': async (store) => {
    await put(store, IN_ORDER);
    const ids = Object.keys(IN_ORDER);
    expect(await idsOf(store, { orderBy: [{ field: 'v', direction: 'asc' }] })).toEqual(ids);
    expect(await idsOf(store, { orderBy: [{ field: 'v', direction: 'desc' }] })).toEqual(ids.toReversed());
  },

  'pages through mixed kinds without gaps or repeats': async (store) => {
    await put(store, IN_ORDER);
    for (const direction of ['asc', 'desc'] as const) {
      const pages = await pagesOf(store, {
        collection: TALKS,
        orderBy: [{ field: 'v', direction }],
        limit: 2,
      });
      const ids = Object.keys(IN_ORDER);
      expect(pages.flat()).toEqual(direction === 'asc' ? ids : ids.toReversed());
    }
  },

  'compares equal by value and kind': async (store) => {
    await put(store, IN_ORDER);
    for (const [id, { v }] of Object.entries(IN_ORDER)) {
      expect(await matching(store, { field: 'v', op: '==', value: v })).toEqual([id]);
    }
    expect(await matching(store, { field: 'v', op: '==', value: 0 })).toEqual([]);
    expect(await matching(store, { field: 'v', op: '==', value: 1 })).toEqual([]);
  },

  'keeps a range within the kind of its value': async (store) => {
    await put(store, IN_ORDER);
    expect(await matching(store, { field: 'v', op: '>', value: 1.5 })).toEqual(['k07', 'k08']);
    expect(await matching(store, { field: 'v', op: '<=', value: 1.5 })).toEqual(['k04', 'k05', 'k06']);
    expect(await matching(store, { field: 'v', op: '>=', value: new Date(0) })).toEqual(['k10']);
    expect(await matching(store, { field: 'v', op: '<', value: new Date(0) })).toEqual(['k09']);
    expect(await matching(store, { field: 'v', op: '<', value: 'A' })).toEqual(['k11', 'k12', 'k13']);
    expect(await matching(store, { field: 'v', op: '>=', value: 'ant' })).toEqual(['k15', 'k16']);
    expect(await matching(store, { field: 'v', op: '>', value: new Uint8Array([0]) })).toEqual([
      'k18',
      'k19',
    ]);
    expect(await matching(store, { field: 'v', op: '>', value: false })).toEqual(['k03']);
  },

  'finds any of a list with in, over kinds, at most thirty': async (store) => {
    await put(store, IN_ORDER);
    const value = ['ant', 10, null, 'absent'];
    expect(await matching(store, { field: 'v', op: 'in', value })).toEqual(['k01', 'k07', 'k15']);
    const refused = { kind: 'invalid', code: 'DOCUMENT_QUERY_INVALID' };
    for (const wrong of [[], Array.from({ length: 31 }, (_, index) => index), 'ant']) {
      await expect(matching(store, { field: 'v', op: 'in', value: wrong })).rejects.toMatchObject(refused);
    }
  },

  'looks into lists with array-contains': async (store) => {
    await put(store, {
      a: { tags: ['x', 'y', 1] },
      b: { tags: ['xy'] },
      c: { tags: 'x' },
      d: { tags: [] },
      e: {},
    });
    expect(await matching(store, { field: 'tags', op: 'array-contains', value: 'x' })).toEqual(['a']);
    expect(await matching(store, { field: 'tags', op: 'array-contains', value: 1 })).toEqual(['a']);
    expect(await matching(store, { field: 'tags', op: 'array-contains', value: '1' })).toEqual([]);
  },

  'looks into maps by dotted fields': async (store) => {
    await put(store, {
      a: { s: { c: 'work' } },
      b: { s: { c: 'home' } },
      c: { s: 'work' },
      d: { 's.c': 'work' },
    });
    expect(await matching(store, { field: 's.c', op: '==', value: 'work' })).toEqual(['a']);
  },

  'lets all filters hold together': async (store) => {
    await put(store, { a: { s: 'x', n: 1 }, b: { s: 'x', n: 5 }, c: { s: 'y', n: 5 }, d: { s: 'x', n: 9 } });
    const where: DocumentFilter[] = [
      { field: 's', op: '==', value: 'x' },
      { field: 'n', op: '>', value: 1 },
      { field: 'n', op: '<', value: 9 },
    ];
    expect(await matching(store, ...where)).toEqual(['b']);
    expect(await store.count({ collection: TALKS, where })).toBe(1);
  },

  'leaves out documents without the field that is ordered by': async (store) => {
    await put(store, { a: { n: 1 }, b: {}, c: { n: null } });
    expect(await idsOf(store, { orderBy: [{ field: 'n', direction: 'asc' }] })).toEqual(['c', 'a']);
  },

  'breaks ties by path, ascending, whatever the direction': async (store) => {
    await put(store, { b: { n: 1 }, c: { n: 1 }, a: { n: 1 }, d: { n: 2 } });
    expect(await idsOf(store, { orderBy: [{ field: 'n', direction: 'asc' }] })).toEqual(['a', 'b', 'c', 'd']);
    expect(await idsOf(store, { orderBy: [{ field: 'n', direction: 'desc' }] })).toEqual([
      'd',
      'a',
      'b',
      'c',
    ]);
  },

  'orders by several fields in directions of their own': async (store) => {
    await put(store, {
      a: { s: 'x', n: 1 },
      b: { s: 'x', n: 2 },
      c: { s: 'y', n: 1 },
      d: { s: 'y', n: 2 },
      e: { s: 'y', n: 2 },
    });
    const orderBy = [
      { field: 's', direction: 'desc' },
      { field: 'n', direction: 'asc' },
    ] as const;
    expect(await idsOf(store, { orderBy })).toEqual(['c', 'd', 'e', 'a', 'b']);
    expect(await pagesOf(store, { collection: TALKS, orderBy, limit: 2 })).toEqual([
      ['c', 'd'],
      ['e', 'a'],
      ['b'],
    ]);
  },

  'refuses queries that mean nothing': async (store) => {
    const refused = { kind: 'invalid', code: 'DOCUMENT_QUERY_INVALID' };
    const wrong: Partial<DocumentQuery>[] = [
      { limit: 0 },
      { limit: 1.5 },
      { where: [{ field: "a'; DROP TABLE documents; --", op: '==', value: 1 }] },
      { where: [{ field: 'a', op: '==', value: { map: 1 } }] },
      { where: [{ field: 'a', op: '==', value: undefined }] },
      { where: [{ field: 'a', op: 'array-contains', value: null }] },
      { orderBy: [{ field: '', direction: 'asc' }] },
    ];
    for (const query of wrong) {
      await expect(store.query({ collection: TALKS, ...query })).rejects.toMatchObject(refused);
    }
    await expect(store.query({ collection: 'users/ada' })).rejects.toMatchObject({
      code: 'DOCUMENT_PATH_INVALID',
    });
  },
};
