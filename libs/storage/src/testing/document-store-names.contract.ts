import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const TALKS = 'users/ada/talks';
const TALK = `${TALKS}/t1`;

/** Names that mean something to SQL, JSON paths, field paths or JavaScript. */
const ODD_FIELDS = {
  'dots.in.it': 1,
  'space in it': 2,
  '`back`': 3,
  '"quoted"': 4,
  "it's": 5,
  'back\\slash': 6,
  $: 7,
  '*': 8,
  '[0]': 9,
  größe: 10,
  '👋': 11,
  '0': 12,
  constructor: 13,
  toString: 14,
  hasOwnProperty: 15,
  length: 16,
  __half: 17,
};

/** Ids as people and other systems make them up. */
const ODD_IDS = [
  'a b',
  'a.b',
  'a\u0000b',
  '%2F',
  '?',
  '#',
  '*',
  '`',
  "'; --",
  'é',
  'e\u0301',
  'שלום',
  '👩‍🚀',
  'x'.repeat(1_500),
];

/** Names of fields and ids of documents, whatever they mean to those in between. */
export const DOCUMENT_NAME_TESTS: ContractTests<DocumentStore> = {
  'takes field names that mean something elsewhere, with every kind of write': async (store) => {
    const names = Object.keys(ODD_FIELDS);
    await store.write([{ kind: 'set', path: TALK, data: ODD_FIELDS }]);
    expect((await store.get(TALK))!.data).toEqual(ODD_FIELDS);
    await store.write([
      { kind: 'merge', path: TALK, data: { 'dots.in.it': 'new', dots: { in: { it: 'own' } } } },
    ]);
    await store.write([
      { kind: 'update', path: TALK, data: { '`back`': 'new', constructor: { name: 'own' } } },
    ]);
    const { data } = (await store.get<Record<string, unknown>>(TALK))!;
    expect(Object.keys(data).sort()).toEqual([...names, 'dots'].sort());
    expect(data).toEqual({
      ...ODD_FIELDS,
      'dots.in.it': 'new',
      dots: { in: { it: 'own' } },
      '`back`': 'new',
      constructor: { name: 'own' },
    });
  },

  'finds nothing in a field that every JavaScript object seems to have': async (store) => {
    await store.write([
      { kind: 'set', path: TALK, data: { plain: 1 } },
      { kind: 'set', path: `${TALKS}/own`, data: { constructor: 'own' } },
    ]);
    const query = { collection: TALKS, orderBy: [{ field: 'constructor', direction: 'asc' }] } as const;
    expect((await store.query(query)).documents.map(({ id }) => id)).toEqual(['own']);
  },

  'takes ids that mean something elsewhere, each a document of its own': async (store) => {
    const paths = ODD_IDS.map((id) => `${TALKS}/${id}`);
    await store.write(ODD_IDS.map((id, index) => ({ kind: 'create', path: paths[index]!, data: { id } })));
    const found = await store.getMany<{ id: string }>(paths);
    expect(found.map((document) => [document?.id, document?.data.id])).toEqual(ODD_IDS.map((id) => [id, id]));
    const { documents } = await store.query({ collection: TALKS });
    expect(documents.map(({ path }) => path).sort()).toEqual(paths.toSorted());
  },

  'orders ids by their code points': async (store) => {
    const ids = [' ', '0', 'A', 'a', 'é', '\uFF5E', '👋'];
    await store.write(ids.toReversed().map((id) => ({ kind: 'set', path: `${TALKS}/${id}`, data: {} })));
    const { documents } = await store.query({ collection: TALKS });
    expect(documents.map(({ id }) => id)).toEqual(ids);
  },

  'lets no body reach the prototype of all objects': async (store) => {
    const poisoned = JSON.parse('{"__proto__":{"admin":true},"map":{"__proto__":{"admin":true}}}') as object;
    await expect(store.write([{ kind: 'set', path: TALK, data: poisoned }])).rejects.toMatchObject({
      code: 'DOCUMENT_BODY_INVALID',
    });
    expect({}).not.toHaveProperty('admin');
  },
};
