import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { KeywordIndex } from '../ports/keyword-index.js';
import { COLLECTION, FILLER, idsOf, text } from './keyword-index-samples.js';
import { ODD_NAMES } from './odd-names.js';

export const KEYWORD_WRITE_TESTS: ContractTests<KeywordIndex> = {
  'replaces the text of an id that it knows': async (index, settle) => {
    await index.upsert(COLLECTION, [text('t', 'old harbour', { metadata: { n: 1 } }), ...FILLER]);
    await settle();
    await index.upsert(COLLECTION, [text('t', 'new bridge', { metadata: { n: 2 } })]);
    await settle();
    expect(await idsOf(index, 'harbour')).toEqual([]);
    expect(await idsOf(index, 'bridge')).toEqual(['t']);
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

  'takes a thousand documents in one call': async (index, settle) => {
    const many = Array.from({ length: 1_000 }, (_, n) => text(`t${n}`, `note ${n} of the harbour`));
    await index.upsert(COLLECTION, many);
    await settle();
    expect(await index.countByPrefix(COLLECTION, 'ada', '')).toBe(1_000);
    expect(await idsOf(index, 'note 777', { limit: 1 })).toEqual(['t777']);
    expect(await idsOf(index, 'harbour', { limit: 1_000 })).toHaveLength(1_000);
    await index.delete(
      COLLECTION,
      'ada',
      many.slice(1).map(({ id }) => id),
    );
    await settle();
    expect(await idsOf(index, 'harbour')).toEqual(['t0']);
  },

  'keeps the last of several documents of one id in one call, and takes an empty call': async (
    index,
    settle,
  ) => {
    await index.upsert(COLLECTION, []);
    await index.upsert(COLLECTION, [text('t', 'old harbour'), text('t', 'new bridge'), ...FILLER]);
    await settle();
    expect(await idsOf(index, 'harbour bridge')).toEqual(['t']);
    expect(await idsOf(index, 'harbour')).toEqual([]);
    await index.delete(COLLECTION, 'ada', []);
  },

  'keeps odd ids, owners and metadata apart and unchanged': async (index, settle) => {
    await index.upsert(COLLECTION, [
      ...ODD_NAMES.map((id) => text(id, 'harbour', { metadata: { text: id } })),
      ...ODD_NAMES.map((ownerId) => text('same', 'harbour', { ownerId, metadata: { text: ownerId } })),
    ]);
    await settle();
    const query = { collection: COLLECTION, ownerId: 'ada', text: 'harbour', limit: 100 };
    const found = await index.search(query);
    expect(found.map(({ id }) => id).sort()).toEqual(ODD_NAMES.toSorted());
    for (const { id, metadata } of found) expect(metadata).toEqual({ text: id });
    for (const ownerId of ODD_NAMES) {
      const own = await index.search({ ...query, ownerId });
      expect(own.map(({ id, metadata }) => ({ id, metadata }))).toEqual([
        { id: 'same', metadata: { text: ownerId } },
      ]);
    }
    await index.delete(COLLECTION, 'ada', ODD_NAMES);
    await settle();
    expect(await index.countByPrefix(COLLECTION, 'ada', '')).toBe(0);
  },

  'takes an owner and an id that look like a filter for what they are': async (index, settle) => {
    const owners = ['ada` || userId:=`eve', 'ada]', '*', 'ada && time_ms:>=0', 'ADA'];
    await index.upsert(COLLECTION, [text('t', 'the secret of ada'), ...FILLER]);
    await settle();
    for (const ownerId of owners) {
      expect(await idsOf(index, 'secret', { ownerId })).toEqual([]);
      expect(await index.countByPrefix(COLLECTION, ownerId, '')).toBe(0);
      expect(await index.deleteByPrefix(COLLECTION, ownerId, '')).toBe(0);
      await index.delete(COLLECTION, ownerId, ['t']);
      await index.delete(COLLECTION, 'ada', [ownerId]);
    }
    await settle();
    expect(await idsOf(index, 'secret')).toEqual(['t']);
  },

  'loses nothing of what many writers write at once': async (index, settle) => {
    const owners = ['ada', 'eve', 'bob'];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        index.upsert(COLLECTION, [text(`t${n}`, 'harbour', { ownerId: owners[n % 3]! })]),
      ),
    );
    await settle();
    for (const owner of owners) expect(await index.countByPrefix(COLLECTION, owner, '')).toBe(20);
  },
};
