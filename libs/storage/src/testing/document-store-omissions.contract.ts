import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const TALKS = 'users/ada/talks';
const TALK = `${TALKS}/t1`;
const WORDS = ['so', 'und', { at: new Date(0), bytes: new Uint8Array([1, 255]) }];
const BODY = { title: 'A walk', words: WORDS, place: { words: 'inside' } };
const KEPT = { title: 'A walk', place: { words: 'inside' } };
const WITHOUT = { without: ['words', 'never there'] };

export const DOCUMENT_OMISSION_TESTS: ContractTests<DocumentStore> = {
  'leaves out the fields that a reader does without, in every way of reading, and nothing else': async (
    store,
  ) => {
    await store.write([{ kind: 'set', path: TALK, data: BODY }]);
    const whole = (await store.get(TALK))!;
    expect(whole.data).toEqual(BODY);
    const wanted = { ...whole, data: KEPT };
    expect(await store.get(TALK, WITHOUT)).toEqual(wanted);
    expect(await store.getMany([TALK, `${TALKS}/none`], WITHOUT)).toEqual([wanted, null]);
    expect(await store.query({ collection: TALKS, ...WITHOUT })).toEqual({ documents: [wanted] });
    await store.transaction(async (transaction) => {
      expect(await transaction.get(TALK, WITHOUT)).toEqual(wanted);
      expect(await transaction.query({ collection: TALKS, ...WITHOUT })).toEqual([wanted]);
    });
  },

  'filters, orders and pages by fields that it leaves out': async (store) => {
    const numbers = [5, 1, 4, 2, 3];
    await store.write(numbers.map((n) => ({ kind: 'set', path: `${TALKS}/${n}`, data: { n, kept: -n } })));
    const query = {
      collection: TALKS,
      where: [{ field: 'n', op: '>', value: 1 }],
      orderBy: [{ field: 'n', direction: 'desc' }],
      limit: 3,
      without: ['n'],
    } as const;
    const first = await store.query(query);
    expect(first.documents.map(({ data }) => data)).toEqual([{ kept: -5 }, { kept: -4 }, { kept: -3 }]);
    const second = await store.query({ ...query, cursor: first.nextCursor! });
    expect(second.documents.map(({ data }) => data)).toEqual([{ kept: -2 }]);
  },

  'keeps what a transaction did not look at, and still notices that it changed': async (store) => {
    await store.write([{ kind: 'set', path: TALK, data: BODY }]);
    let attempts = 0;
    await store.transaction(async (transaction) => {
      attempts += 1;
      const { data } = (await transaction.get<typeof KEPT>(TALK, WITHOUT))!;
      if (attempts === 1) await store.write([{ kind: 'update', path: TALK, data: { words: ['other'] } }]);
      transaction.write({ kind: 'update', path: TALK, data: { title: `${data.title}, again` } });
    });
    expect(attempts).toBe(2);
    expect((await store.get(TALK))!.data).toEqual({ ...BODY, title: 'A walk, again', words: ['other'] });
  },
};
