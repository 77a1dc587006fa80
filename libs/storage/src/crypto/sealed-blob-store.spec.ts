import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import { FileBlobStore } from '../embedded/files/file-blob-store.js';
import type { BlobStore } from '../ports/blob-store.js';
import { blobStoreContract } from '../testing/blob-store.contract.js';
import type { BlobStoreSubject } from '../testing/blob-store-subject.js';
import { testSecret } from '../testing/temporary-sealed-storage.js';
import { CHUNK_BYTES } from './blob-chunks.js';
import { MasterKeys } from './master-keys.js';
import { OwnerKeys } from './owner-keys.js';
import { SealedBlobStore } from './sealed-blob-store.js';

const KEYS = new OwnerKeys(new MasterKeys([Buffer.from(testSecret('m'))]));
const ENHANCED = { of: () => Promise.resolve('enhanced' as const) };
const open = async (folder: string) => new SealedBlobStore(await FileBlobStore.open(folder), KEYS, ENHANCED);

async function create(): Promise<{ subject: BlobStoreSubject; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-sealed-blobs-'));
  const subject = { store: await open(folder), reopen: () => open(folder), signsUrls: false };
  return { subject, dispose: () => rm(folder, { recursive: true }) };
}

runContract(blobStoreContract({ name: 'files behind encryption', create }));

it('is refused by the contract when it tells the size of what is stored', async () => {
  const careless = blobStoreContract({
    name: 'broken',
    create: async () => {
      const { subject, dispose } = await create();
      const store = breaking<BlobStore>(subject.store, {
        stat: async (key) => {
          const info = await subject.store.stat(key);
          return info && { ...info, sizeBytes: info.sizeBytes + 32 };
        },
      });
      return { subject: { ...subject, store }, dispose };
    },
  });
  expect(await failuresOf(careless)).toContain('gives back the bytes, size and content type that were put');
});

describe('SealedBlobStore', () => {
  let folder: string;
  let store: SealedBlobStore;
  const file = (key: string) => join(folder, 'files', key);
  const bytesOf = async (key: string, range?: { start: number; end: number }) =>
    Buffer.concat(await Array.fromAsync(await store.read(key, range)));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-sealed-blobs-'));
    store = await open(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('leaves nothing of the content on disk', async () => {
    await store.put('audio/ada/c1/a.ogg', Buffer.from('a secret sound'.repeat(10)), 'audio/ogg');
    expect((await readFile(file('audio/ada/c1/a.ogg'))).includes('secret')).toBe(false);
  });

  it('reads any range of content of any length', async () => {
    for (const length of [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_001]) {
      const content = Buffer.from(Array.from({ length }, (_, index) => index % 251));
      const info = await store.put('audio/ada/c/x', content, 'audio/wav');
      expect(info.sizeBytes).toBe(length);
      expect((await bytesOf('audio/ada/c/x')).equals(content)).toBe(true);
      for (const start of [0, CHUNK_BYTES - 1, CHUNK_BYTES, length - 1].filter((at) => at < length)) {
        for (const end of [start, start + 1, start + CHUNK_BYTES, length + 5]) {
          const expected = content.subarray(start, end + 1);
          expect(
            (await bytesOf('audio/ada/c/x', { start, end })).equals(expected),
            `${length}:${start}-${end}`,
          ).toBe(true);
        }
      }
    }
  });

  it('does not open what was moved, cut off, put together anew or changed', async () => {
    const refused = { code: 'DATA_UNDECRYPTABLE' };
    await store.put('audio/ada/c/x', Buffer.alloc(3 * CHUNK_BYTES, 'abc'), 'audio/ogg');
    const stored = await readFile(file('audio/ada/c/x'));
    const frame = CHUNK_BYTES + 32;
    const tail = stored.subarray(3 * frame);
    const [first, second, third] = [0, 1, 2].map((index) =>
      stored.subarray(index * frame, (index + 1) * frame),
    );
    const changed = Buffer.from(stored);
    changed[frame + 100]! ^= 1;
    const forgeries = [
      Buffer.concat([first!, second!, tail]),
      Buffer.concat([second!, first!, third!, tail]),
      changed,
    ];
    for (const forgery of forgeries) {
      await writeFile(file('audio/ada/c/x'), forgery);
      await expect(bytesOf('audio/ada/c/x')).rejects.toMatchObject(refused);
    }
    for (const key of ['audio/ada/c/y', 'audio/eve/c/x']) {
      await store.put(key, Buffer.alloc(3 * CHUNK_BYTES), 'audio/ogg');
      await writeFile(file(key), stored);
      await expect(bytesOf(key)).rejects.toMatchObject(refused);
    }
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('gives every reader the whole content while it is stored anew, in the open and encrypted by turns', async () => {
    const content = Buffer.alloc(2 * CHUNK_BYTES + 100, 'sound');
    const key = 'audio/ada/c/x';
    await store.put(key, content, 'audio/ogg');
    let isDone = false;
    const turns = async () => {
      for (let n = 0; n < 20; n += 1) await store.restore(key, n % 2 === 0 ? 'standard' : 'enhanced');
      isDone = true;
    };
    const outcomes = new Set<string>();
    const read = async () => {
      while (!isDone) {
        const bytes = await bytesOf(key).catch((error: { code: string }) => error.code);
        outcomes.add(typeof bytes === 'string' ? bytes : String(bytes.equals(content)));
      }
    };
    await Promise.all([turns(), read(), read(), read()]);
    expect([...outcomes].filter((outcome) => outcome !== 'BLOB_CHANGED')).toEqual(['true']);
  });

  it('tells the reader to come back when it is overtaken every time', async () => {
    const inner = await FileBlobStore.open(folder);
    await store.put('audio/ada/c/x', Buffer.from('sound'), 'audio/ogg');
    let heads = 0;
    const hurried = breaking<BlobStore>(inner, {
      stat: async (key) => {
        const info = await inner.stat(key);
        heads += 1;
        await store.put(key, Buffer.from(`sound ${heads}`), 'audio/ogg');
        return info;
      },
    });
    const overtaken = new SealedBlobStore(hurried, KEYS, ENHANCED).read('audio/ada/c/x');
    await expect(overtaken).rejects.toMatchObject({ kind: 'unavailable', code: 'BLOB_CHANGED' });
    expect(heads).toBe(5);
  });

  it('reads what was stored before its owner wanted encryption, and stores it anew when asked', async () => {
    const standard = new SealedBlobStore(await FileBlobStore.open(folder), KEYS, {
      of: () => Promise.resolve('standard' as const),
    });
    await standard.put('audio/ada/c/x', Buffer.from('open'), 'audio/ogg');
    expect((await bytesOf('audio/ada/c/x')).toString()).toBe('open');
    await store.restore('audio/ada/c/x', 'enhanced');
    expect((await readFile(file('audio/ada/c/x'))).includes('open')).toBe(false);
    expect((await bytesOf('audio/ada/c/x')).toString()).toBe('open');
    expect(await store.stat('audio/ada/c/x')).toMatchObject({ contentType: 'audio/ogg', sizeBytes: 4 });
  });
});
