import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Collection } from './collection.js';
import { defineCollection } from './collection-definition.js';
import { temporaryDocumentStore, type TemporaryDocumentStore } from './testing/temporary-document-store.js';

interface Note {
  readonly title: string;
  readonly stars: number;
}

const NOTES = defineCollection<Note>({
  path: 'users/{ownerId}/notes',
  indexes: [{ fields: [{ field: 'stars', direction: 'desc' }] }],
  // Notes of the first version had no stars.
  upgrade: (stored) => ({ stars: 0, ...(stored as Partial<Note>) }) as Note,
});

describe('Collection', () => {
  let temporary: TemporaryDocumentStore;
  let notes: Collection<Note>;

  beforeEach(async () => {
    temporary = await temporaryDocumentStore(NOTES.indexes);
    notes = new Collection(temporary.store, NOTES);
  });
  afterEach(() => temporary.dispose());

  it('keeps a document under its owner, where nobody else finds it', async () => {
    await notes.create('ada', 'n1', { title: 'Harbour', stars: 3 });
    expect(await notes.get('ada', 'n1')).toMatchObject({
      path: 'users/ada/notes/n1',
      data: { title: 'Harbour', stars: 3 },
    });
    expect(await notes.get('eve', 'n1')).toBeNull();
    expect((await notes.query('eve')).documents).toEqual([]);
    expect(await notes.count('eve')).toBe(0);
    await notes.delete('eve', 'n1');
    expect(await notes.count('ada')).toBe(1);
  });

  it('reads an id that leads elsewhere as absent and refuses to write it', async () => {
    await notes.create('ada', 'n1', { title: 'Harbour', stars: 3 });
    for (const id of ['../../ada/notes/n1', 'n1/parts/p1', '', '..', '__n__']) {
      expect(await notes.get('eve', id)).toBeNull();
      expect(await notes.getMany('ada', [id, 'n1'])).toMatchObject([null, { id: 'n1' }]);
      await expect(notes.set('eve', id, { title: '', stars: 0 })).rejects.toMatchObject({
        code: 'DOCUMENT_PATH_INVALID',
      });
    }
    await expect(notes.get('eve/notes/x/parts', 'n1')).rejects.toMatchObject({
      code: 'DOCUMENT_PATH_INVALID',
    });
  });

  it('hands out no field that a reader left out, not even one that an update would fill in', async () => {
    await notes.create('ada', 'n1', { title: 'Harbour', stars: 3 });
    const options = { without: ['stars'] } as const;
    const title = { title: 'Harbour' };
    expect((await notes.get('ada', 'n1', options))!.data).toEqual(title);
    expect((await notes.getMany('ada', ['n1'], options))[0]!.data).toEqual(title);
    expect((await notes.query('ada', options)).documents[0]!.data).toEqual(title);
    expect((await Array.fromAsync(notes.ofAllOwners(options)))[0]!.data).toEqual(title);
    await temporary.store.transaction(async (transaction) => {
      expect((await notes.within(transaction).get('ada', 'n1', options))!.data).toEqual(title);
    });
    expect((await notes.get('ada', 'n1'))!.data).toEqual({ title: 'Harbour', stars: 3 });
  });

  it('brings old documents up to date on every way out', async () => {
    await temporary.store.write([{ kind: 'set', path: 'users/ada/notes/old', data: { title: 'Old' } }]);
    const upgraded = { title: 'Old', stars: 0 };
    expect((await notes.get('ada', 'old'))!.data).toEqual(upgraded);
    expect((await notes.getMany('ada', ['old']))[0]!.data).toEqual(upgraded);
    expect((await notes.query('ada')).documents[0]!.data).toEqual(upgraded);
    await temporary.store.transaction(async (transaction) => {
      expect((await notes.within(transaction).get('ada', 'old'))!.data).toEqual(upgraded);
      expect((await notes.within(transaction).query('ada'))[0]!.data).toEqual(upgraded);
    });
  });

  it('merges, updates with a version and deletes with a version', async () => {
    await notes.merge('ada', 'n', { title: 'Harbour' });
    await notes.update('ada', 'n', { stars: 5 });
    const { data, version } = (await notes.get('ada', 'n'))!;
    expect(data).toEqual({ title: 'Harbour', stars: 5 });
    await notes.update('ada', 'n', { stars: 6 }, version);
    await expect(notes.update('ada', 'n', { stars: 7 }, version)).rejects.toMatchObject({
      code: 'DOCUMENT_CHANGED',
    });
    await expect(notes.delete('ada', 'n', version)).rejects.toMatchObject({ code: 'DOCUMENT_CHANGED' });
    await notes.delete('ada', 'n', (await notes.get('ada', 'n'))!.version);
    expect(await notes.get('ada', 'n')).toBeNull();
  });

  it('reads more documents at once than one call of the store takes', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `n${index}`);
    for (const id of ids) await notes.set('ada', id, { title: id, stars: 1 });
    const found = await notes.getMany('ada', ids);
    expect(found.map((note) => note?.data.title)).toEqual(ids);
  });

  it('pages through an owner’s documents', async () => {
    for (const [id, stars] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const)
      await notes.set('ada', id, { title: id, stars });
    const query = { orderBy: [{ field: 'stars', direction: 'desc' }], limit: 2 } as const;
    const first = await notes.query('ada', query);
    const second = await notes.query('ada', { ...query, cursor: first.nextCursor! });
    expect([first, second].map((page) => page.documents.map(({ id }) => id))).toEqual([['b', 'c'], ['a']]);
    expect(await notes.count('ada', [{ field: 'stars', op: '>=', value: 2 }])).toBe(2);
  });

  it('goes through all of an owner’s documents, however many pages that takes, and nobody else’s', async () => {
    for (let star = 0; star < 7; star += 1) await notes.set('ada', `n${star}`, { title: 'x', stars: star });
    await notes.set('eve', 'hers', { title: 'x', stars: 9 });
    const orderBy = [{ field: 'stars', direction: 'desc' as const }];
    const found = await Array.fromAsync(notes.each('ada', { orderBy, limit: 3 }));
    expect(found.map(({ data }) => data.stars)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  it('takes part in a transaction over several collections', async () => {
    const parts = new Collection<Note>(
      temporary.store,
      defineCollection({ path: 'users/{ownerId}/notes/{noteId}/parts' }),
    ).in({ noteId: 'n' });
    await notes.create('ada', 'n', { title: 'Whole', stars: 1 });
    await temporary.store.transaction(async (transaction) => {
      const whole = (await notes.within(transaction).get('ada', 'n'))!;
      parts.within(transaction).create('ada', 'p', { ...whole.data, title: 'Part' });
      notes.within(transaction).update('ada', 'n', { stars: 2 }, whole.version);
    });
    expect((await parts.get('ada', 'p'))!.path).toBe('users/ada/notes/n/parts/p');
    expect((await notes.get('ada', 'n'))!.data.stars).toBe(2);
  });
});

describe('defineCollection', () => {
  it('names the collection in its index declarations', () => {
    expect(NOTES.indexes).toEqual([{ collection: 'notes', fields: [{ field: 'stars', direction: 'desc' }] }]);
  });

  it('refuses a pattern that could not keep owners apart or could not be a path', () => {
    for (const path of [
      'notes',
      'users/{ownerId}',
      'users/ownerId/notes',
      'users/{uid}/notes',
      '{ownerId}/notes/x',
    ]) {
      expect(() => defineCollection({ path })).toThrow(
        expect.objectContaining({ code: 'COLLECTION_PATTERN_INVALID' }),
      );
    }
  });
});
