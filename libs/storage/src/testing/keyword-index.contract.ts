import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { KeywordDocument, KeywordIndex, KeywordQuery } from '../ports/keyword-index.js';

const COLLECTION = 'talks';

function text(id: string, body: string, more: Partial<KeywordDocument> = {}): KeywordDocument {
  return { id, ownerId: 'ada', title: '', body, timeMs: 0, metadata: {}, ...more };
}

async function idsOf(
  index: KeywordIndex,
  words: string,
  more: Partial<KeywordQuery> = {},
): Promise<string[]> {
  const query = { collection: COLLECTION, ownerId: 'ada', text: words, limit: 10, ...more };
  return (await index.search(query)).map(({ id }) => id);
}

/** Enough other documents that a word in one of them is rare, as BM25 counts. */
const FILLER = Array.from({ length: 20 }, (_, index) => text(`filler${index}`, 'nothing to see here'));

/** Every promise of KeywordIndex. `settle` lets an index catch up that is consistent only eventually. */
export function keywordIndexContract(options: ContractOptions<KeywordIndex>): Contract {
  return contractOf('KeywordIndex', options, {
    'finds documents by any of the words and gives their metadata back': async (index, settle) => {
      const metadata = { kind: 'task', n: 1.5, done: false, people: ['p1'] };
      await index.upsert(COLLECTION, [
        text('dentist', 'Call the dentist', { metadata }),
        text('other', 'Buy some milk'),
        ...FILLER,
      ]);
      await settle();
      const found = await index.search({
        collection: COLLECTION,
        ownerId: 'ada',
        text: 'dentist tomorrow',
        limit: 5,
      });
      expect(found).toEqual([{ id: 'dentist', score: expect.any(Number) as number, metadata }]);
      expect((await idsOf(index, 'milk or dentist')).sort()).toEqual(['dentist', 'other']);
    },

    'finds nothing of another owner, and keeps equal ids apart': async (index, settle) => {
      await index.upsert(COLLECTION, [
        text('t1', 'my own words'),
        text('t1', 'the secret of eve', { ownerId: 'eve' }),
        text('t2', 'the secret of adam', { ownerId: 'adam' }),
      ]);
      await settle();
      expect(await idsOf(index, 'secret')).toEqual([]);
      expect(await idsOf(index, 'words')).toEqual(['t1']);
      expect(await idsOf(index, 'secret', { ownerId: 'eve' })).toEqual(['t1']);
      expect(await idsOf(index, 'secret words', { ownerId: 'bob' })).toEqual([]);
    },

    'puts more words, rarer words and better fields first': async (index, settle) => {
      await index.upsert(COLLECTION, [
        text('one', 'budget talk about this and that'),
        text('both', 'budget of the harbour project and that'),
        ...FILLER,
      ]);
      await index.upsert('fields', [
        text('context', 'words that say little', { context: 'harbour' }),
        text('body', 'harbour words that say'),
        text('title', 'words that say little', { title: 'harbour' }),
        ...FILLER,
      ]);
      await settle();
      expect(await idsOf(index, 'harbour budget')).toEqual(['both', 'one']);
      expect(await idsOf(index, 'harbour', { collection: 'fields' })).toEqual(['title', 'body', 'context']);
    },

    'scores higher what is better': async (index, settle) => {
      await index.upsert(COLLECTION, [text('one', 'budget talk'), text('two', 'budget harbour'), ...FILLER]);
      await settle();
      const query = { collection: COLLECTION, ownerId: 'ada', text: 'budget harbour', limit: 5 };
      const [best, second] = await index.search(query);
      expect(best!.id).toBe('two');
      expect(best!.score).toBeGreaterThan(second!.score);
    },

    'finds other forms of an English word, whatever its case and accents': async (index, settle) => {
      await index.upsert(COLLECTION, [text('t', 'We were RUNNING past the Café'), ...FILLER]);
      await settle();
      for (const words of ['run', 'runs', 'cafe', 'CAFÉ']) expect(await idsOf(index, words)).toEqual(['t']);
    },

    'takes what a person typed as words, never as query syntax': async (index, settle) => {
      await index.upsert(COLLECTION, [
        text('t', 'harbour and near title'),
        text('u', 'something else'),
        ...FILLER,
      ]);
      await settle();
      for (const typed of [
        '"harbour',
        'harbour)',
        'title:harbour',
        'harb* OR harbour',
        '(harbour',
        'harbour" --',
        'NEAR(harbour)',
        '^harbour',
        'harbour\u0000',
      ]) {
        expect(await idsOf(index, typed), typed).toContain('t');
      }
      expect(await idsOf(index, 'harb*')).toEqual([]);
      expect(await idsOf(index, 'body:something')).toEqual(['u']);
      for (const typed of ['', '   ', '"', '?!', '*']) expect(await idsOf(index, typed), typed).toEqual([]);
    },

    'keeps to a range of time, both ends included': async (index, settle) => {
      await index.upsert(
        COLLECTION,
        [10, 20, 30, 40].map((timeMs) => text(`t${timeMs}`, 'harbour', { timeMs })),
      );
      await settle();
      const between = async (more: Partial<KeywordQuery>) => (await idsOf(index, 'harbour', more)).sort();
      expect(await between({ fromMs: 20, toMs: 30 })).toEqual(['t20', 't30']);
      expect(await between({ fromMs: 30 })).toEqual(['t30', 't40']);
      expect(await between({ toMs: 10 })).toEqual(['t10']);
    },

    'answers at most as many as asked for, and refuses limits that mean nothing': async (index, settle) => {
      await index.upsert(COLLECTION, FILLER);
      await settle();
      expect(await idsOf(index, 'nothing', { limit: 3 })).toHaveLength(3);
      for (const limit of [0, 1_001, 1.5]) {
        await expect(idsOf(index, 'nothing', { limit })).rejects.toMatchObject({
          kind: 'invalid',
          code: 'KEYWORD_QUERY_INVALID',
        });
      }
    },

    'replaces the text of an id that it knows': async (index, settle) => {
      await index.upsert(COLLECTION, [text('t', 'old harbour', { metadata: { n: 1 } }), ...FILLER]);
      await settle();
      await index.upsert(COLLECTION, [text('t', 'new bridge', { metadata: { n: 2 } })]);
      await settle();
      expect(await idsOf(index, 'harbour')).toEqual([]);
      expect(await idsOf(index, 'bridge')).toEqual(['t']);
    },

    'keeps collections apart': async (index, settle) => {
      await index.upsert(COLLECTION, [text('talk', 'harbour')]);
      await index.upsert('memories', [text('memory', 'harbour')]);
      await settle();
      expect(await idsOf(index, 'harbour')).toEqual(['talk']);
      expect(await idsOf(index, 'harbour', { collection: 'memories' })).toEqual(['memory']);
      expect(await idsOf(index, 'harbour', { collection: 'unknown' })).toEqual([]);
    },

    'deletes by id, of one owner only': async (index, settle) => {
      const ids = ['t1', 't2'];
      await index.upsert(COLLECTION, [
        ...ids.map((id) => text(id, 'harbour')),
        ...ids.map((id) => text(id, 'harbour', { ownerId: 'eve' })),
      ]);
      await settle();
      await index.delete(COLLECTION, 'ada', ['t1', 'unknown']);
      await index.delete('unknown', 'ada', ['t1']);
      await settle();
      expect(await idsOf(index, 'harbour')).toEqual(['t2']);
      expect((await idsOf(index, 'harbour', { ownerId: 'eve' })).sort()).toEqual(ids);
    },

    'deletes and counts by the beginning of ids, of one owner only': async (index, settle) => {
      const ids = ['c1:0', 'c1:1', 'c1', 'c10:0', 'C1:0'];
      await index.upsert(COLLECTION, [
        ...ids.map((id) => text(id, 'harbour')),
        text('c1:0', 'harbour', { ownerId: 'eve' }),
      ]);
      await settle();
      expect(await index.countByPrefix(COLLECTION, 'ada', 'c1:')).toBe(2);
      expect(await index.deleteByPrefix(COLLECTION, 'ada', 'c1:')).toBe(2);
      await settle();
      expect(await index.countByPrefix(COLLECTION, 'ada', 'c1:')).toBe(0);
      expect((await idsOf(index, 'harbour')).sort()).toEqual(['C1:0', 'c1', 'c10:0']);
      expect(await index.deleteByPrefix(COLLECTION, 'ada', '')).toBe(3);
      await settle();
      expect(await idsOf(index, 'harbour')).toEqual([]);
      expect(await idsOf(index, 'harbour', { ownerId: 'eve' })).toEqual(['c1:0']);
      expect(await index.deleteByPrefix('unknown', 'ada', '')).toBe(0);
    },

    'names the collections that hold anything, in order': async (index, settle) => {
      expect(await index.collections()).toEqual([]);
      for (const collection of ['talks', 'memories', 'passing']) {
        await index.upsert(collection, [text('t', 'harbour'), text('t', 'harbour', { ownerId: 'eve' })]);
      }
      await settle();
      for (const owner of ['ada', 'eve']) await index.deleteByPrefix('passing', owner, '');
      await settle();
      expect(await index.collections()).toEqual(['memories', 'talks']);
    },
  });
}
