import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { BlobStore } from '../../ports/blob-store.js';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import type { BlobStoreSubject } from '../../testing/blob-store-subject.js';
import { FileBlobStore } from './file-blob-store.js';

async function create(): Promise<{ subject: BlobStoreSubject; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
  const subject = {
    store: await FileBlobStore.open(folder),
    reopen: () => FileBlobStore.open(folder),
    signsUrls: false,
  };
  return { subject, dispose: () => rm(folder, { recursive: true }) };
}

runContract(blobStoreContract({ name: 'files', create }));

function broken(change: (store: BlobStore) => Partial<BlobStore>) {
  return blobStoreContract({
    name: 'broken',
    create: async () => {
      const { subject, dispose } = await create();
      const store = breaking(subject.store, change(subject.store));
      return { subject: { ...subject, store }, dispose };
    },
  });
}

it('is refused when a stream that fails leaves its first half behind', async () => {
  const hasty = broken((store) => ({
    put: async (key, content, contentType) => {
      if (content instanceof Uint8Array) return store.put(key, content, contentType);
      const read: Uint8Array[] = [];
      try {
        for await (const chunk of content) read.push(chunk);
      } finally {
        await store.put(key, Buffer.concat(read), contentType);
      }
      return (await store.stat(key))!;
    },
  }));
  expect(await failuresOf(hasty)).toEqual(['changes nothing when the stream fails half way']);
});

it('is refused when a prefix reaches beyond its last slash', async () => {
  const greedy = broken((store) => ({
    deleteByPrefix: async (prefix) => {
      let count = 0;
      for await (const { key } of store.list(prefix.slice(0, -3))) {
        await store.delete(key);
        count += 1;
      }
      return count;
    },
  }));
  expect(await failuresOf(greedy)).toContain('deletes by prefix exactly what lies below it');
});
