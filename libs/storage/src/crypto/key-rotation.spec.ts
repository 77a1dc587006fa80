import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { defineCollection } from '../collection-definition.js';
import {
  temporarySealedStorage,
  testSecret,
  type TemporarySealedStorage,
} from '../testing/temporary-sealed-storage.js';
import { KeyRotation } from './key-rotation.js';
import { OwnerProtection } from './owner-protection.js';
import type { SealedStorage } from './sealed-storage.js';

const USERS = defineCollection({ path: 'users', ownerIsId: true, sealed: ['name'] });
const NOTES = defineCollection({ path: 'users/{ownerId}/notes', sealed: ['text'] });
const PARTS = defineCollection({ path: 'users/{ownerId}/notes/{noteId}/parts', sealed: ['text'] });

const [OLD, NEW] = [testSecret('m'), testSecret('n')];
const OWNERS = ['ada', 'bob', 'eve'];

let temporary: TemporarySealedStorage;
const write = (storage: SealedStorage, path: string, data: object) =>
  storage.documents.write([{ kind: 'set', path, data }]);
const textOf = async (storage: SealedStorage, path: string) =>
  (await storage.documents.get<{ text: string }>(path))!.data.text;
const bytesOf = async (storage: SealedStorage, key: string) =>
  Buffer.concat(await Array.fromAsync(await storage.blobs.read(key))).toString();

async function fill(level: 'standard' | 'enhanced'): Promise<void> {
  const { storage } = temporary;
  for (const owner of OWNERS) {
    await temporary.ownerAt(owner, level);
    await write(storage, `users/${owner}/notes/n1`, { text: `first of ${owner}` });
    await write(storage, `users/${owner}/notes/n1/parts/p1`, { text: `part of ${owner}` });
    await storage.blobs.put(`audio/${owner}/c1/a.ogg`, Buffer.from(`sound of ${owner}`), 'audio/ogg');
    const entry = { id: 'n1', ownerId: owner, title: '', body: 'the rhinoceros', timeMs: 0, metadata: {} };
    await storage.keywords.upsert('notes', [entry]);
  }
}

async function expectEverything(storage: SealedStorage): Promise<void> {
  for (const owner of OWNERS) {
    expect(await textOf(storage, `users/${owner}/notes/n1`)).toBe(`first of ${owner}`);
    expect(await textOf(storage, `users/${owner}/notes/n1/parts/p1`)).toBe(`part of ${owner}`);
    expect(await bytesOf(storage, `audio/${owner}/c1/a.ogg`)).toBe(`sound of ${owner}`);
  }
}

beforeEach(async () => {
  temporary = await temporarySealedStorage([USERS, NOTES, PARTS]);
});
afterEach(() => temporary.dispose());

describe('KeyRotation', () => {
  const during = () => temporary.seenWith([OLD, NEW]);
  const rotation = () => new KeyRotation(during(), new SystemClock());
  const nothing = () => undefined;
  beforeEach(() => fill('enhanced'));

  it('encrypts everything with the new secret, so that the old one can be forgotten', async () => {
    expect(await rotation().oldKeyUse()).toEqual({ documents: 9, blobs: 3 });
    await expectEverything(during());
    expect(await rotation().run(nothing)).toEqual({ owners: 3, documents: 9, blobs: 3 });
    expect(await rotation().oldKeyUse()).toEqual({ documents: 0, blobs: 0 });
    const after = temporary.seenWith([NEW]);
    await expectEverything(after);
    const found = await after.keywords.search({
      collection: 'notes',
      ownerId: 'ada',
      text: 'rhinoceros',
      limit: 5,
    });
    expect(found).toHaveLength(1);
  });

  it('goes on where it was stopped, and does nothing twice', async () => {
    const stopped = rotation().run(() => {
      throw new Error('killed');
    });
    await expect(stopped).rejects.toThrow('killed');
    expect(await rotation().isUnfinished()).toBe(true);
    expect(await rotation().run(nothing)).toEqual({ owners: 2, documents: 6, blobs: 2 });
    expect(await rotation().isUnfinished()).toBe(false);
    expect(await rotation().run(nothing)).toEqual({ owners: 3, documents: 0, blobs: 0 });
    await expectEverything(temporary.seenWith([NEW]));
  });

  it('loses nothing when it is stopped in the middle of an owner', async () => {
    const storage = during();
    let left = 4;
    const put = storage.raw.documents.transaction.bind(storage.raw.documents);
    storage.raw.documents.transaction = (work) => {
      if ((left -= 1) < 0) throw new Error('killed');
      return put(work);
    };
    await expect(new KeyRotation(storage, new SystemClock()).run(nothing)).rejects.toThrow('killed');
    storage.raw.documents.transaction = put;
    await expectEverything(during());
    await rotation().run(nothing);
    expect(await rotation().oldKeyUse()).toEqual({ documents: 0, blobs: 0 });
  });

  it('begins anew with another secret', async () => {
    await rotation().run(nothing);
    const third = temporary.seenWith([OLD, NEW, testSecret('o')]);
    const next = new KeyRotation(third, new SystemClock());
    expect(await next.isUnfinished()).toBe(false);
    expect(await next.run(nothing)).toMatchObject({ documents: 9, blobs: 3 });
    await expectEverything(temporary.seenWith([testSecret('o')]));
  });

  it('goes on over what cannot be decrypted, and does not call it done', async () => {
    const path = 'users/ada/notes/n1';
    const { raw } = temporary.storage;
    const { text } = (await raw.documents.get<{ text: string }>('users/bob/notes/n1'))!.data;
    await raw.documents.write([{ kind: 'merge', path, data: { text } }]);
    expect(await rotation().run(nothing)).toEqual({ owners: 3, documents: 8, blobs: 3 });
    expect(await rotation().oldKeyUse()).toEqual({ documents: 1, blobs: 0 });
    expect((await raw.documents.get<{ text: string }>(path))!.data.text).toBe(text);
  });

  it('leaves data in the open alone', async () => {
    await write(temporary.storage, 'users/ada/notes/open', {
      text: 'open',
      data_protection_level: 'standard',
    });
    await rotation().run(nothing);
    const stored = await temporary.storage.raw.documents.get('users/ada/notes/open');
    expect(stored!.data).toMatchObject({ text: 'open' });
  });
});

describe('OwnerProtection', () => {
  const rawText = async (path: string) =>
    (await temporary.storage.raw.documents.get<{ text: string }>(path))!.data.text;

  it('moves all of one owner’s data to enhanced and back, and nobody else’s', async () => {
    await fill('standard');
    const { storage } = temporary;
    const protection = new OwnerProtection(storage);
    expect(await protection.moveOwner('ada', 'enhanced')).toEqual({
      documents: 2,
      blobs: 1,
      undecryptable: 0,
    });
    for (const path of ['users/ada/notes/n1', 'users/ada/notes/n1/parts/p1']) {
      expect(await rawText(path)).toMatch(/^enc:v1:/);
    }
    expect(await rawText('users/bob/notes/n1')).toBe('first of bob');
    expect((await storage.raw.blobs.stat('audio/ada/c1/a.ogg'))!.contentType).toMatch(/sealed/);
    expect(await storage.keywords.countByPrefix('notes', 'ada', '')).toBe(0);
    await expectEverything(storage);
    const onDisk = await Promise.all(
      ['documents.db', 'documents.db-wal'].map((name) => readFile(join(temporary.folder, name))),
    );
    for (const bytes of onDisk) expect(bytes.includes('first of ada')).toBe(false);
    await write(storage, 'users/ada/notes/n2', { text: 'new' });
    expect(await rawText('users/ada/notes/n2')).toMatch(/^enc:v1:/);
    await protection.moveOwner('ada', 'standard');
    expect(await rawText('users/ada/notes/n1')).toBe('first of ada');
    await expectEverything(storage);
  });

  it('does nothing twice, and says when there is no such owner', async () => {
    await fill('standard');
    const protection = new OwnerProtection(temporary.storage);
    await protection.moveOwner('ada', 'enhanced');
    expect(await protection.moveOwner('ada', 'enhanced')).toEqual({
      documents: 0,
      blobs: 0,
      undecryptable: 0,
    });
    await expect(protection.moveOwner('nobody', 'enhanced')).rejects.toMatchObject({ code: 'USER_MISSING' });
  });

  it('moves one document with what lies below it', async () => {
    await fill('standard');
    const protection = new OwnerProtection(temporary.storage);
    expect(await protection.moveTree('ada', 'enhanced', { collection: 'notes', id: 'n1' })).toBe(2);
    expect(await rawText('users/ada/notes/n1/parts/p1')).toMatch(/^enc:v1:/);
    expect(await textOf(temporary.storage, 'users/ada/notes/n1')).toBe('first of ada');
  });
});
