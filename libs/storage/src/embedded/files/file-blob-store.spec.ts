import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileBlobStore } from './file-blob-store.js';

const SOUND = new TextEncoder().encode('sound');

describe('FileBlobStore', () => {
  let folder: string;
  let store: FileBlobStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
    store = await FileBlobStore.open(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('follows no symbolic link out of its folder, in any part of a key', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'mneme-outside-'));
    await writeFile(join(outside, 'secret.txt'), 'secret');
    await mkdir(join(folder, 'files', 'audio'));
    await symlink(outside, join(folder, 'files', 'audio', 'linked'));
    await symlink(join(outside, 'secret.txt'), join(folder, 'files', 'audio', 'secret.txt'));

    expect(await store.stat('audio/secret.txt')).toBeNull();
    expect(await store.stat('audio/linked/secret.txt')).toBeNull();
    await expect(store.read('audio/linked/secret.txt')).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    await expect(store.put('audio/linked/new.txt', SOUND, 'text/plain')).rejects.toMatchObject({
      code: 'BLOB_KEY_INVALID',
    });
    await store.delete('audio/linked/secret.txt');
    await store.deleteByPrefix('audio/linked/');
    await store.deleteByPrefix('audio/');
    expect(await readdir(outside)).toEqual(['secret.txt']);
    await rm(outside, { recursive: true });
  });

  it('stores a file that begins with its own format and that only this user can read', async () => {
    await store.put('audio/ada/c/1.ogg', SOUND, 'audio/ogg');
    const path = join(folder, 'files', 'audio', 'ada', 'c', '1.ogg');
    expect((await readFile(path)).subarray(0, SOUND.length)).toEqual(Buffer.from(SOUND));
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'files', 'audio', 'ada'))).mode & 0o077).toBe(0);
  });

  it('throws away what a crash left half written', async () => {
    await store.put('kept', SOUND, 'audio/ogg');
    await writeFile(join(folder, 'incoming', 'half'), 'so');
    const again = await FileBlobStore.open(folder);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(await again.stat('kept')).toMatchObject({ sizeBytes: SOUND.length });
  });

  it('does not take a disk that was taken away for an empty one', async () => {
    await store.put('audio/ada/1', SOUND, 'audio/ogg');
    await rm(folder, { recursive: true });
    const away = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };
    await expect(store.stat('audio/ada/1')).rejects.toMatchObject(away);
    await expect(store.read('audio/ada/1')).rejects.toMatchObject(away);
    await expect(store.put('audio/ada/2', SOUND, 'audio/ogg')).rejects.toMatchObject(away);
    await expect(Array.fromAsync(store.list(''))).rejects.toMatchObject(away);
    await expect(store.deleteByPrefix('audio/ada/')).rejects.toMatchObject(away);
    await mkdir(folder);
  });

  it('leaves nothing behind in its folder of unfinished files', async () => {
    const failing = async function* () {
      yield SOUND;
      throw new Error('gone');
    };
    await expect(store.put('a', failing(), 'audio/ogg')).rejects.toThrow('gone');
    await store.put('b', SOUND, 'audio/ogg');
    await store.check();
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('takes a file that it did not write for no blob', async () => {
    await writeFile(join(folder, 'files', 'stranger.txt'), 'hello');
    await writeFile(join(folder, 'files', 'empty.txt'), '');
    expect(await store.stat('stranger.txt')).toBeNull();
    expect(await store.stat('empty.txt')).toBeNull();
  });

  it('keeps every blob when a folder is deleted while others write into it', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `audio/ada/c${index % 4}/${index}.ogg`);
    const puts = keys.map((key) => store.put(key, SOUND, 'audio/ogg'));
    await Promise.all([...puts, store.deleteByPrefix('other/c/'), store.delete('audio/ada/c0/none')]);
    let count = 0;
    for await (const { sizeBytes } of store.list('audio/')) count += sizeBytes;
    expect(count).toBe(keys.length * SOUND.length);
  });

  it('says that the disk cannot be used when its folder is gone', async () => {
    await rm(join(folder, 'incoming'), { recursive: true });
    const away = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };
    await expect(store.put('a', SOUND, 'audio/ogg')).rejects.toMatchObject(away);
    await expect(store.check()).rejects.toMatchObject(away);
  });
});
