import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { KeywordIndex, KeywordQuery } from '../ports/keyword-index.js';
import { COLLECTION, FILLER, idsOf, text } from './keyword-index-samples.js';

export const KEYWORD_SEARCH_TESTS: ContractTests<KeywordIndex> = {
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

  'finds only what has all of the words, when asked for all': async (index, settle) => {
    await index.upsert(COLLECTION, [
      text('body', 'a harbour and a bridge'),
      text('fields', 'a harbour', { title: 'the bridge' }),
      text('one', 'a bridge'),
      ...FILLER,
    ]);
    await settle();
    const all = (words: string) => idsOf(index, words, { match: 'all' });
    expect((await all('bridge harbour')).sort()).toEqual(['body', 'fields']);
    expect(await all('bridge harbour lighthouse')).toEqual([]);
    expect(await all('')).toEqual([]);
  },

  'leaves out the words that it is told to': async (index, settle) => {
    await index.upsert(COLLECTION, [text('a', 'a harbour'), text('b', 'a bridge'), ...FILLER]);
    await settle();
    const skip = new Set(['harbour']);
    expect(await idsOf(index, 'the Harbour and the bridge', { skip })).toEqual(['b']);
    expect(await idsOf(index, 'bridge harbour', { skip, match: 'all' })).toEqual(['b']);
    expect(await idsOf(index, 'harbour', { skip })).toEqual([]);
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

  'keeps collections apart': async (index, settle) => {
    await index.upsert(COLLECTION, [text('talk', 'harbour')]);
    await index.upsert('memories', [text('memory', 'harbour')]);
    await settle();
    expect(await idsOf(index, 'harbour')).toEqual(['talk']);
    expect(await idsOf(index, 'harbour', { collection: 'memories' })).toEqual(['memory']);
    expect(await idsOf(index, 'harbour', { collection: 'unknown' })).toEqual([]);
  },

  'puts one rare word before several common ones': async (index, settle) => {
    const common = Array.from({ length: 12 }, (_, n) => text(`common${n}`, 'we talk about work and time'));
    await index.upsert(COLLECTION, [...common, text('rare', 'the dentist called'), ...FILLER]);
    await settle();
    expect((await idsOf(index, 'work time dentist'))[0]).toBe('rare');
  },

  'orders what is equally good by id': async (index, settle) => {
    const ids = ['b', 'a:2', 'a:10', 'B', 'ä'];
    await index.upsert(COLLECTION, [...ids.map((id) => text(id, 'harbour talk')), ...FILLER]);
    await settle();
    expect(await idsOf(index, 'harbour')).toEqual(ids.toSorted());
  },

  'cuts what is equally good by id as well': async (index, settle) => {
    const ids = Array.from({ length: 30 }, (_, n) => `t${String(29 - n).padStart(2, '0')}`);
    await index.upsert(COLLECTION, [...ids.map((id) => text(id, 'harbour talk')), ...FILLER]);
    await settle();
    expect((await idsOf(index, 'harbour', { limit: 30 })).slice(0, 5)).toEqual([
      't00',
      't01',
      't02',
      't03',
      't04',
    ]);
  },

  'answers many questions at once, each its own': async (index, settle) => {
    const words = Array.from({ length: 50 }, (_, n) => `word${n}`);
    await index.upsert(
      COLLECTION,
      words.map((word) => text(word, `said ${word} and nothing`)),
    );
    await settle();
    const found = await Promise.all(words.map((word) => idsOf(index, word)));
    expect(found).toEqual(words.map((word) => [word]));
  },
};
