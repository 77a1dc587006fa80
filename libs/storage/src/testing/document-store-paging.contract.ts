import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentQuery, DocumentStore } from '../ports/document-store.js';
import { pagesOf, put, TALKS } from './document-store-samples.js';

const STAYING = 60;

const pathOf = (id: string) => `${TALKS}/${id}`;
const idOf = (index: number) => `t${String(index).padStart(3, '0')}`;

/** Documents that stay (`t000` and so on) among as many that will go. */
async function fill(store: DocumentStore): Promise<string[]> {
  const staying = Array.from({ length: STAYING }, (_, index) => idOf(index));
  await store.write(
    staying.flatMap((id, index) => [
      { kind: 'set', path: pathOf(id), data: { n: index % 7, s: 'open', stays: true } },
      { kind: 'set', path: pathOf(`${id}-gone`), data: { n: index % 7, s: 'open' } },
    ]),
  );
  return staying;
}

/** What others do between two pages: delete, insert before and behind the cursor, and change fields nobody orders by. */
async function disturb(store: DocumentStore, round: number): Promise<void> {
  const [low, high] = [idOf(round), idOf(STAYING - 1 - round)];
  await store.write([
    { kind: 'delete', path: pathOf(`${low}-gone`) },
    { kind: 'delete', path: pathOf(`${high}-gone`) },
    { kind: 'set', path: pathOf(`a${round}`), data: { n: 0, s: 'open' } },
    { kind: 'set', path: pathOf(`b${round}`), data: { n: 0, s: 'open' } },
    { kind: 'set', path: pathOf(`${high}-new`), data: { n: 6, s: 'open' } },
    { kind: 'merge', path: pathOf(low), data: { note: round } },
    { kind: 'merge', path: pathOf(high), data: { note: round } },
  ]);
}

/** Ids in the order in which page after page shows them, with `disturb` between the pages. */
async function idsWhileDisturbed(store: DocumentStore, query: DocumentQuery): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let round = 0; ; round += 1) {
    const page = await store.query({ ...query, limit: 7, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.documents.map(({ id }) => id));
    if (page.nextCursor === undefined) return ids;
    cursor = page.nextCursor;
    await disturb(store, round);
  }
}

async function expectGapless(
  store: DocumentStore,
  query: Omit<DocumentQuery, 'collection'>,
): Promise<string[]> {
  const staying = await fill(store);
  const ids = await idsWhileDisturbed(store, { collection: TALKS, ...query });
  expect(new Set(ids).size).toBe(ids.length);
  expect(staying.filter((id) => !ids.includes(id))).toEqual([]);
  return ids;
}

export const DOCUMENT_PAGING_TESTS: ContractTests<DocumentStore> = {
  'shows what stays exactly once while others come and go, in the order of ids': async (store) => {
    const ids = await expectGapless(store, {});
    expect(ids).toEqual(ids.toSorted());
  },

  'shows what stays exactly once while others come and go, in the order of a field full of ties': async (
    store,
  ) => {
    await expectGapless(store, { orderBy: [{ field: 'n', direction: 'asc' }] });
  },

  'shows what stays exactly once while others come and go, newest first, filtered': async (store) => {
    await expectGapless(store, {
      where: [{ field: 's', op: '==', value: 'open' }],
      orderBy: [{ field: 'n', direction: 'desc' }],
    });
  },

  'shows what stays exactly once while others come and go, over a collection group': async (store) => {
    const staying = await fill(store);
    await store.write(staying.map((id) => ({ kind: 'set', path: `users/bob/talks/${id}`, data: { n: 3 } })));
    const ids = await idsWhileDisturbed(store, {
      collection: 'talks',
      group: true,
      orderBy: [{ field: 'n', direction: 'asc' }],
    });
    for (const id of staying) expect(ids.filter((other) => other === id)).toHaveLength(2);
  },

  'goes on behind a document that was changed or deleted after its page ended with it': async (store) => {
    await store.write(['a', 'b', 'c', 'd'].map((id, n) => ({ kind: 'set', path: pathOf(id), data: { n } })));
    const query = { collection: TALKS, orderBy: [{ field: 'n', direction: 'asc' }], limit: 2 } as const;
    for (const change of [
      { kind: 'merge', path: pathOf('b'), data: { n: 0.5 } },
      { kind: 'delete', path: pathOf('b') },
    ] as const) {
      const { nextCursor } = await store.query(query);
      await store.write([change]);
      const { documents } = await store.query({ ...query, cursor: nextCursor! });
      expect(documents.map(({ id }) => id)).toEqual(['c', 'd']);
    }
  },

  'pages without gaps or repeats while documents come and go': async (store) => {
    await put(store, { a: { n: 1 }, b: { n: 2 }, c: { n: 2 }, d: { n: 3 } });
    const query = { collection: TALKS, orderBy: [{ field: 'n', direction: 'asc' }], limit: 2 } as const;
    const first = await store.query(query);
    await store.write([{ kind: 'delete', path: `${TALKS}/b` }]);
    await put(store, { a0: { n: 1 }, a1: { n: 1 }, c1: { n: 2 } });
    const second = await store.query({ ...query, limit: 9, cursor: first.nextCursor! });
    expect(first.documents.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(second.documents.map(({ id }) => id)).toEqual(['c', 'c1', 'd']);
    expect(second.nextCursor).toBeUndefined();
  },

  'gives no cursor when the page ends exactly with the last document': async (store) => {
    await put(store, { a: {}, b: {} });
    expect((await store.query({ collection: TALKS, limit: 2 })).nextCursor).toBeUndefined();
    expect(await store.query({ collection: TALKS })).not.toHaveProperty('nextCursor');
  },

  'counts an offset once, from the first page': async (store) => {
    await put(store, { a: {}, b: {}, c: {}, d: {}, e: {} });
    expect(await pagesOf(store, { collection: TALKS, offset: 1, limit: 2 })).toEqual([
      ['b', 'c'],
      ['d', 'e'],
    ]);
  },

  'refuses a cursor of another query, and a text that is none': async (store) => {
    await put(store, { a: { n: 1 }, b: { n: 2 } });
    const { nextCursor } = await store.query({ collection: TALKS, limit: 1 });
    const refused = { kind: 'invalid', code: 'DOCUMENT_CURSOR_INVALID' };
    const where = [{ field: 'n', op: '==', value: 1 }] as const;
    for (const query of [
      { collection: 'users/eve/talks', cursor: nextCursor! },
      { collection: TALKS, where, cursor: nextCursor! },
      { collection: TALKS, cursor: 'bm9uc2Vuc2U' },
      { collection: TALKS, cursor: '' },
    ]) {
      await expect(store.query({ ...query, limit: 1 })).rejects.toMatchObject(refused);
    }
  },
};
