import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const TALKS = 'users/ada/talks';
const TALK = `${TALKS}/t1`;

/** Everything a body may hold, with the values that a careless encoding loses. */
const EVERYTHING = {
  nothing: null,
  yes: true,
  no: false,
  zero: 0,
  fraction: 0.1 + 0.2,
  negative: -12.5,
  large: 2_073_011_406_438_119_000,
  text: 'Grüße, 世界 👋',
  empty: '',
  control: ['\u0000', '\u0001', '\u0002', '\u0003', '\u0001 2026-03-05T16:00:00.000Z', '\u{10FFFF}b00'],
  dateLike: '2026-03-05T16:00:00.000Z',
  moment: new Date('2026-03-05T16:00:00.123Z'),
  longAgo: new Date('0001-01-01T00:00:00.000Z'),
  bytes: new Uint8Array([0, 1, 254, 255]),
  noBytes: new Uint8Array(),
  list: [1, 'two', null, { three: [3] }],
  map: { deep: { deeper: new Date(0) } },
  emptyList: [],
  emptyMap: {},
};

const ODD_TEXTS = [
  'a\u0000b',
  '👩‍🚀 𝒳 \u{1F469}',
  'e\u0301 is not é',
  'שלום \u202E مرحبا',
  '\r\n\t\u2028\u2029',
  '\'"`\\%_*?',
  '{"a":1}',
  '\uFEFFmarked',
  '\uFFFF',
];

const ODD_NUMBERS = [
  1e-300,
  5e-324,
  1.7e308,
  -1e308,
  2 ** 53,
  -(2 ** 53),
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  0.1,
  1 / 3,
];

const ODD_DATES = [
  '0001-01-01T00:00:00.001Z',
  '1582-10-10T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '2038-01-19T03:14:08.001Z',
  '9999-12-31T23:59:59.999Z',
].map((text) => new Date(text));

function nested(depth: number): object {
  return depth === 0 ? { end: true } : { m: nested(depth - 1) };
}

function nestedLists(depth: number): object {
  return depth === 0 ? { end: true } : { l: [nestedLists(depth - 2)] };
}

async function afterSet(store: DocumentStore, data: object): Promise<unknown> {
  await store.write([{ kind: 'set', path: TALK, data }]);
  return (await store.get(TALK))!.data;
}

export const DOCUMENT_VALUE_TESTS: ContractTests<DocumentStore> = {
  'gives back every kind of value as it was written': async (store) => {
    expect(await afterSet(store, EVERYTHING)).toEqual(EVERYTHING);
    expect(await store.get(TALK)).toMatchObject({ path: TALK, id: 't1' });
  },

  'drops undefined properties': async (store) => {
    const found = await afterSet(store, { kept: 1, gone: undefined, map: { gone: undefined } });
    expect(Object.keys(found as object).sort()).toEqual(['kept', 'map']);
    expect(found).toEqual({ kept: 1, map: {} });
  },

  'keeps odd texts, numbers and dates to the last bit, and finds each by its value': async (store) => {
    const values = [...ODD_TEXTS, ...ODD_NUMBERS, ...ODD_DATES];
    await store.write(values.map((v, index) => ({ kind: 'set', path: `${TALKS}/${index}`, data: { v } })));
    for (const [index, v] of values.entries()) {
      const { documents } = await store.query({
        collection: TALKS,
        where: [{ field: 'v', op: '==', value: v }],
      });
      expect(
        documents.map(({ id, data }) => [id, data]),
        String(v),
      ).toEqual([[String(index), { v }]]);
    }
  },

  'orders texts by their code points, not by halves of characters': async (store) => {
    const texts = [
      '',
      '\u0000',
      ' ',
      'A',
      'a',
      'e\u0301',
      'é',
      '\uD7FF',
      '\uFF5E',
      '\uFFFF',
      '👋',
      '\u{10FFFE}',
    ];
    await store.write(
      texts.map((v, index) => ({ kind: 'set', path: `${TALKS}/${texts.length - index}`, data: { v } })),
    );
    const { documents } = await store.query<{ v: string }>({
      collection: TALKS,
      orderBy: [{ field: 'v', direction: 'asc' }],
    });
    expect(documents.map(({ data }) => data.v)).toEqual(texts);
  },

  'takes minus zero for zero': async (store) => {
    const { n } = (await afterSet(store, { n: -0 })) as { n: number };
    expect(n === 0).toBe(true);
    const where = [{ field: 'n', op: '==', value: 0 }] as const;
    expect(await store.count({ collection: TALKS, where })).toBe(1);
  },

  'makes half a character, as a careless cut leaves it, the mark for an unreadable one': async (store) => {
    expect(await afterSet(store, { cut: 'wave \uD83D', list: ['\uDC4B'] })).toEqual({
      cut: 'wave \uFFFD',
      list: ['\uFFFD'],
    });
  },

  'takes bodies nested twenty deep': async (store) => {
    for (const body of [nested(19), nestedLists(18)]) expect(await afterSet(store, body)).toEqual(body);
  },

  'takes a document of nine hundred kilobytes, and changes a part of it': async (store) => {
    const segments = Array.from({ length: 3_000 }, (_, index) => ({
      id: `segment-${index}`,
      text: `${index} Grüße `.repeat(22),
      start: index * 1.5,
    }));
    const body = { title: 'A long day', transcript_segments: segments };
    expect(Buffer.byteLength(JSON.stringify(body))).toBeGreaterThan(850_000);
    expect(await afterSet(store, body)).toEqual(body);
    await store.write([{ kind: 'update', path: TALK, data: { title: 'A longer day' } }]);
    const where = [{ field: 'title', op: '==', value: 'A longer day' }] as const;
    const { documents } = await store.query({ collection: TALKS, where });
    expect(documents.map(({ data }) => data)).toEqual([{ ...body, title: 'A longer day' }]);
  },

  'hands out copies, so that changing one changes nothing stored': async (store) => {
    const given = { list: [1] };
    await store.write([{ kind: 'set', path: TALK, data: given }]);
    given.list.push(2);
    (await store.get<{ list: number[] }>(TALK))!.data.list.push(3);
    expect((await store.get(TALK))!.data).toEqual({ list: [1] });
  },

  'refuses values that are no document values': async (store) => {
    const endless: Record<string, unknown> = {};
    endless['self'] = endless;
    const unstorable: object[] = [
      { n: Number.NaN },
      { n: Number.NEGATIVE_INFINITY },
      { date: new Date(Number.NaN) },
      { date: new Date('+010000-01-01T00:00:00Z') },
      { map: new Map() },
      { run: () => 1 },
      { __reserved__: 1 },
      { map: { __reserved__: 1 } },
      { '': 1 },
      { list: [[1]] },
      { list: [undefined] },
      nested(22),
      endless,
    ];
    for (const [index, data] of unstorable.entries()) {
      for (const kind of ['set', 'create', 'merge'] as const) {
        await expect(store.write([{ kind, path: TALK, data }]), `${kind} ${index}`).rejects.toMatchObject({
          kind: 'invalid',
          code: 'DOCUMENT_BODY_INVALID',
        });
      }
    }
    expect(await store.get(TALK)).toBeNull();
  },
};
