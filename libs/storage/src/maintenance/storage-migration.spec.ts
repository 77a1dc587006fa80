import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import { defineCollection } from '../collection-definition.js';
import { MasterKeys } from '../crypto/master-keys.js';
import { SealedStorage } from '../crypto/sealed-storage.js';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';
import { migrateStorage } from './storage-migration.js';

const collections = [
  defineCollection({ path: 'users', ownerIsId: true, sealed: ['name'] }),
  defineCollection({ path: 'users/{ownerId}/notes', sealed: ['text'] }),
];

describe('a migration', () => {
  let folder: string;
  let from: SealedStorage;
  let to: SealedStorage;
  const clock = new ManualClock();
  /** Each side has secrets of its own. */
  const open = async (name: string, secret: Uint8Array = randomBytes(32)) => {
    const raw = await EmbeddedStorage.open({
      dataDir: join(folder, name),
      indexes: [],
      clock,
      log: new SilentLog(),
    });
    return new SealedStorage(raw, { collections, masters: new MasterKeys([secret]), referenceSecret: null });
  };
  const put = (storage: SealedStorage, path: string, data: object) =>
    storage.documents.write([{ kind: 'set', path, data }]);
  const migrate = (progress?: (done: string) => void) =>
    migrateStorage({ from, to, clock, ...(progress && { progress }) });
  const bodies = async (storage: SealedStorage) =>
    (await Array.fromAsync(storage.documents.tree())).map(({ path, data }) => [path, data]);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-migration-'));
    from = await open('from');
    to = await open('to');
    await from.levels.changed('ada', 'enhanced');
    await put(from, 'users/ada', { name: 'Ada', at: new Date(7) });
    await put(from, 'users/eve', { name: 'Eve' });
    for (let index = 0; index < 60; index += 1) {
      await put(from, `users/${index % 2 ? 'ada' : 'eve'}/notes/${index}`, { text: `quince ${index}` });
    }
    await put(from, 'server/owner', { uid: 'ada' });
    await from.blobs.put('audio/ada/talk/sound.wav', Buffer.from('sound'), 'audio/wav');
  });
  afterEach(async () => {
    await from.close();
    await to.close();
    await rm(folder, { recursive: true });
  });

  it('makes the same of another storage, counted and compared', async () => {
    const { digest, written } = await migrate();
    expect(written).toBe(64);
    expect(Object.fromEntries([...digest].map(([name, { count }]) => [name, count]))).toEqual({
      server: 1,
      users: 2,
      notes: 60,
      blobs: 1,
    });
    expect(await bodies(to)).toEqual(await bodies(from));
    const sound = await Array.fromAsync(await to.blobs.read('audio/ada/talk/sound.wav'));
    expect(Buffer.concat(sound).toString()).toBe('sound');
  });

  it('keeps encrypted what was encrypted, under the keys of the destination', async () => {
    await migrate();
    const enhanced = await to.raw.documents.get<{ text: string }>('users/ada/notes/1');
    expect(enhanced!.data.text).not.toContain('quince');
    expect(enhanced!.data).not.toEqual((await from.raw.documents.get('users/ada/notes/1'))!.data);
    expect((await to.raw.documents.get('users/eve/notes/0'))!.data).toMatchObject({ text: 'quince 0' });
  });

  it('that was cut off goes on where it was, and follows what changed at the source since', async () => {
    const cut = migrate((done) => {
      if (done === 'documents: 40') throw new Error('killed');
    });
    await expect(cut).rejects.toThrow('killed');
    await from.documents.deleteTree('users/eve/notes/0');
    await put(from, 'users/ada/notes/1', { text: 'medlar' });
    const { written } = await migrate();
    expect(written).toBeLessThan(30);
    expect(await bodies(to)).toEqual(await bodies(from));
  });

  it('that was cut off before what belongs to it was done does that in the next run', async () => {
    const finish = vi.fn().mockRejectedValueOnce(new Error('killed')).mockResolvedValue(undefined);
    await expect(migrateStorage({ from, to, clock, finish })).rejects.toThrow('killed');
    expect(await migrateStorage({ from, to, clock, finish })).toMatchObject({ written: 0 });
    expect(finish).toHaveBeenCalledTimes(2);
  });

  it('does not touch a destination that is in use', async () => {
    await put(to, 'users/zoe', { name: 'Zoe' });
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_TARGET_IN_USE' });
    expect(await bodies(to)).toHaveLength(1);
    await to.documents.deleteTree('users/zoe');
    await migrate();
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_TARGET_IN_USE' });
  });

  it('leaves recordings alone that lie at the destination, even if nothing else does', async () => {
    await to.blobs.put('audio/zoe/talk/sound.wav', Buffer.from('hers'), 'audio/wav');
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_TARGET_IN_USE' });
    expect(await to.blobs.stat('audio/zoe/talk/sound.wav')).not.toBeNull();
    expect(await bodies(to)).toEqual([]);
  });

  it('notices when a side was written to meanwhile', async () => {
    const written = migrate((done) => {
      if (done === 'verifying') void put(to, 'users/eve/notes/2', { text: 'changed' });
    });
    await expect(written).rejects.toMatchObject({ code: 'MIGRATION_DIFFERS', details: { names: ['notes'] } });
  });
});
