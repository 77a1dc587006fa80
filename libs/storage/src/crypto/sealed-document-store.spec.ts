import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runContract } from '#libs/kernel/testing';
import { Collection } from '../collection.js';
import { defineCollection } from '../collection-definition.js';
import type { DocumentStore } from '../ports/document-store.js';
import { documentStoreContract } from '../testing/document-store.contract.js';
import { temporaryDocumentStore } from '../testing/temporary-document-store.js';
import {
  temporarySealedStorage,
  testSecret,
  type TemporarySealedStorage,
} from '../testing/temporary-sealed-storage.js';
import { DocumentSealer } from './document-sealer.js';
import { MasterKeys } from './master-keys.js';
import { OwnerKeys } from './owner-keys.js';
import { OwnerProtection } from './owner-protection.js';
import { ProtectionLevels } from './protection-levels.js';
import { SealedCollections } from './sealed-collections.js';
import { SealedDocumentStore } from './sealed-document-store.js';
import { MemoryCache } from '../embedded/memory/memory-cache.js';
import { SystemClock } from '#libs/kernel';

interface Note {
  readonly title: string;
  readonly stars: number;
  readonly summary?: { readonly text: string; readonly kind: string };
  readonly lines?: readonly unknown[];
}

const NOTES = defineCollection<Note>({
  path: 'users/{ownerId}/notes',
  indexes: [{ fields: [{ field: 'stars' }] }],
  sealed: ['title', 'summary.text', { field: 'lines', reference: 'json' }],
  packed: { field: 'lines', flag: 'lines_compressed' },
});
const PEOPLE = defineCollection<{ name: string }>({ path: 'users', ownerIsId: true, sealed: ['name'] });

/** The contract's documents go through everything but the stamp of a level: that would not be what was written. */
function sealed(store: DocumentStore): SealedDocumentStore {
  const packed = { field: 'list', flag: 'list_compressed' };
  const collections = new SealedCollections([defineCollection({ path: 'users/{ownerId}/talks', packed })]);
  const keys = new OwnerKeys(new MasterKeys([Buffer.from(testSecret('m'))]));
  const levels = new ProtectionLevels(store, new MemoryCache(new SystemClock()));
  return new SealedDocumentStore(store, collections, new DocumentSealer(collections, keys, null), levels);
}

runContract(
  documentStoreContract({
    name: 'SQLite behind encryption',
    create: async () => {
      const { store, reopen, dispose } = await temporaryDocumentStore();
      return { subject: { store: sealed(store), reopen: async () => sealed(await reopen()) }, dispose };
    },
  }),
);

describe('SealedDocumentStore', () => {
  let temporary: TemporarySealedStorage;
  let notes: Collection<Note>;
  const raw = async (path: string) =>
    (await temporary.storage.raw.documents.get<Record<string, unknown>>(path))!.data;
  const tamper = (path: string, data: object) =>
    temporary.storage.raw.documents.write([{ kind: 'merge', path, data }]);

  beforeEach(async () => {
    temporary = await temporarySealedStorage([NOTES, PEOPLE]);
    notes = new Collection(temporary.storage.documents, NOTES);
    await temporary.ownerAt('ada', 'enhanced');
  });
  afterEach(() => temporary.dispose());

  it('keeps words of an owner at enhanced off the disk and gives them back, dates and bytes too', async () => {
    const note = {
      title: 'Harbour walk',
      stars: 3,
      summary: { text: 'Grüße 👋', kind: 'walk' },
      lines: [{ at: new Date(0), bytes: new Uint8Array([1, 255]), tagged: '\u0001d1970', none: null }],
    };
    await notes.create('ada', 'n1', note);
    const stored = await raw('users/ada/notes/n1');
    expect(stored).toMatchObject({ stars: 3, data_protection_level: 'enhanced', lines_compressed: false });
    expect(stored['summary']).toMatchObject({ kind: 'walk' });
    const words = /^enc:v1:[0-9a-f]{8}:/;
    expect([stored['title'], (stored['summary'] as Note['summary'])!.text, stored['lines']]).toEqual([
      expect.stringMatching(words),
      expect.stringMatching(words),
      expect.stringMatching(words),
    ]);
    const level = { data_protection_level: 'enhanced' };
    expect((await notes.get('ada', 'n1'))!.data).toEqual({ ...note, ...level });
    const everyWay = [
      (await notes.query('ada')).documents[0],
      (await notes.getMany('ada', ['n1']))[0],
      (await Array.fromAsync(notes.ofAllOwners()))[0],
      (await Array.fromAsync(temporary.storage.documents.tree('users/ada/notes/n1')))[0],
    ];
    for (const found of everyWay) expect(found!.data).toEqual({ ...note, ...level });
  });

  it('does not open what a reader leaves out, and keeps to the level all the same', async () => {
    await notes.create('ada', 'n', { title: 'Harbour', stars: 1, lines: [{ at: 'the pier' }] });
    await tamper('users/ada/notes/n', { lines: 'enc:v1:nobody can open this' });
    const level = { data_protection_level: 'enhanced' };
    const head = { title: 'Harbour', stars: 1, ...level };
    expect((await notes.get('ada', 'n', { without: ['lines'] }))!.data).toEqual(head);
    expect((await notes.getMany('ada', ['n'], { without: ['lines'] }))[0]!.data).toEqual(head);
    expect((await notes.query('ada', { without: ['lines'] })).documents[0]!.data).toEqual(head);
    const { documents } = temporary.storage;
    await documents.transaction(async (transaction) => {
      const without = ['lines', 'data_protection_level'];
      expect((await transaction.get('users/ada/notes/n', { without }))!.data).toEqual(head);
      transaction.write({ kind: 'update', path: 'users/ada/notes/n', data: { title: 'Pier' } });
    });
    expect((await raw('users/ada/notes/n'))['title']).toMatch(/^enc:/);
  });

  it('never writes the same text twice alike', async () => {
    for (const id of ['a', 'b']) await notes.create('ada', id, { title: 'Harbour', stars: 1 });
    expect((await raw('users/ada/notes/a'))['title']).not.toBe((await raw('users/ada/notes/b'))['title']);
  });

  it('leaves what there is nothing to hide of as it is', async () => {
    await notes.create('ada', 'n', { title: '', stars: 1, lines: [] });
    expect(await raw('users/ada/notes/n')).toMatchObject({ title: '', lines: [] });
  });

  it('lets a document keep its level when its owner’s has changed, so that both live side by side', async () => {
    await temporary.ownerAt('bob', 'standard');
    await notes.create('bob', 'old', { title: 'Open', stars: 1 });
    await temporary.ownerAt('bob', 'enhanced');
    await notes.create('bob', 'new', { title: 'Closed', stars: 1 });
    await notes.update('bob', 'old', { title: 'Still open' });
    await notes.merge('bob', 'new', { title: 'Still closed' });
    await notes.merge('bob', 'made', { title: 'Closed too' });
    const old = (await notes.get('bob', 'old'))!.data;
    await notes.set('bob', 'old', { ...old, stars: 2 });
    expect(await raw('users/bob/notes/old')).toMatchObject({
      title: 'Still open',
      data_protection_level: 'standard',
    });
    for (const id of ['new', 'made']) {
      expect(await raw(`users/bob/notes/${id}`)).toMatchObject({
        title: expect.stringMatching(/^enc:/),
        data_protection_level: 'enhanced',
      });
    }
    const titles = (await notes.query('bob')).documents.map(({ data }) => data.title).sort();
    expect(titles).toEqual(['Closed too', 'Still closed', 'Still open']);
  });

  it('keeps to a document’s level inside a transaction, whether it was read there or not', async () => {
    await notes.create('ada', 'n', { title: 'First', stars: 1 });
    await temporary.storage.documents.transaction(async (transaction) => {
      notes.within(transaction).update('ada', 'n', { title: 'Unread' });
    });
    expect((await raw('users/ada/notes/n'))['title']).toMatch(/^enc:/);
    await temporary.storage.documents.transaction(async (transaction) => {
      const { data } = (await notes.within(transaction).get('ada', 'n'))!;
      notes.within(transaction).update('ada', 'n', { title: `${data.title}, then read` });
    });
    expect((await notes.get('ada', 'n'))!.data.title).toBe('Unread, then read');
  });

  it('seals text that looks sealed already, at every level', async () => {
    const title = 'enc:v1:00000000:AAAA';
    await temporary.ownerAt('bob', 'standard');
    for (const owner of ['ada', 'bob']) {
      await notes.create(owner, 'n', { title, stars: 1 });
      expect((await notes.get(owner, 'n'))!.data.title).toBe(title);
    }
  });

  it('seals an owner’s own document under its owner', async () => {
    const people = new Collection(temporary.storage.documents, PEOPLE);
    await people.merge('ada', 'ada', { name: 'Ada Lovelace' });
    expect((await raw('users/ada'))['name']).toMatch(/^enc:/);
    expect((await people.get('ada', 'ada'))!.data.name).toBe('Ada Lovelace');
    expect(await people.get('eve', 'ada')).toBeNull();
    await expect(people.set('eve', 'ada', { name: 'Eve' })).rejects.toMatchObject({
      code: 'COLLECTION_NOT_OWN_ID',
    });
  });

  it('refuses a ciphertext that was moved to another field, document or owner', async () => {
    await temporary.ownerAt('eve', 'enhanced');
    await notes.create('ada', 'n1', { title: 'Mine', stars: 1, summary: { text: 'Other words', kind: 'x' } });
    for (const [owner, id] of [
      ['ada', 'n2'],
      ['eve', 'n1'],
    ] as const)
      await notes.create(owner, id, { title: 'Victim', stars: 1 });
    const { title, summary } = await raw('users/ada/notes/n1');
    await tamper('users/ada/notes/n2', { title });
    await tamper('users/eve/notes/n1', { title });
    await tamper('users/ada/notes/n1', { title: (summary as Note['summary'])!.text });
    for (const [owner, id] of [
      ['ada', 'n2'],
      ['eve', 'n1'],
      ['ada', 'n1'],
    ] as const) {
      await expect(notes.get(owner, id)).rejects.toMatchObject({ code: 'DATA_UNDECRYPTABLE' });
    }
  });

  it('names the place of what it cannot decrypt and never gives the ciphertext out', async () => {
    await notes.create('ada', 'n', { title: 'Harbour', stars: 1 });
    const text = (await raw('users/ada/notes/n'))['title'] as string;
    const damaged = [text.slice(0, -8) + 'AAAAAAA=', 'enc:v1:', 'enc:v9:abc', `${text}!`];
    for (const title of damaged) {
      await tamper('users/ada/notes/n', { title });
      const failure = await notes.get('ada', 'n').catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'DATA_UNDECRYPTABLE',
        details: { path: 'users/ada/notes/n', field: 'title' },
      });
      expect(JSON.stringify(failure)).not.toContain(title.slice(-12));
    }
  });

  it('says which key is missing when the master secret is another one', async () => {
    await notes.create('ada', 'n', { title: 'Harbour', stars: 1 });
    const stranger = temporary.seenWith([testSecret('x')]);
    await expect(stranger.documents.get('users/ada/notes/n')).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'DATA_UNDECRYPTABLE',
      details: { key: temporary.storage.masters.current.id },
    });
  });

  it('does not hand out documents of a collection that it was not told about', async () => {
    await temporary.storage.raw.documents.write([
      { kind: 'set', path: 'users/ada/other/x', data: { data_protection_level: 'enhanced', a: 'enc:v1:0' } },
    ]);
    await expect(temporary.storage.documents.get('users/ada/other/x')).rejects.toMatchObject({
      code: 'COLLECTION_UNDECLARED',
    });
  });

  it('refuses queries by what cannot be compared', async () => {
    for (const field of ['title', 'summary', 'summary.text', 'summary.text.deeper']) {
      const where = [{ field, op: '==', value: 'x' }] as const;
      await expect(notes.query('ada', { where })).rejects.toMatchObject({ code: 'COLLECTION_FIELD_SEALED' });
    }
    const byTitle = { fields: [{ field: 'title' }] };
    expect(() =>
      defineCollection({ path: 'users/{ownerId}/x', sealed: ['title'], indexes: [byTitle] }),
    ).toThrow(expect.objectContaining({ code: 'COLLECTION_FIELD_SEALED' }));
  });
});

describe('a collection whose sealed fields are always sealed', () => {
  it('keeps them encrypted for an owner without encryption, also after a level was left', async () => {
    const keys = defineCollection<{ url: string; password: string }>({
      path: 'users/{ownerId}/logins',
      sealed: ['password'],
      alwaysSealed: true,
    });
    const temporary = await temporarySealedStorage([keys, PEOPLE]);
    await temporary.ownerAt('ada', 'standard');
    const collection = new Collection(temporary.storage.documents, keys);
    const { documents } = temporary.storage.raw;
    const stored = async () => (await documents.get<Record<string, unknown>>('users/ada/logins/k'))!.data;
    const sealed = { url: 'there', password: expect.stringMatching(/^enc:v1:/) as unknown };
    await collection.set('ada', 'k', { url: 'here', password: 'lovelace' });
    await collection.merge('ada', 'k', { url: 'there' });
    expect(await stored()).toMatchObject(sealed);
    const protection = new OwnerProtection(temporary.storage);
    await protection.moveOwner('ada', 'enhanced');
    await protection.moveOwner('ada', 'standard');
    expect(await stored()).toMatchObject(sealed);
    expect((await collection.get('ada', 'k'))!.data).toMatchObject({ url: 'there', password: 'lovelace' });
    await temporary.dispose();
  });
});
