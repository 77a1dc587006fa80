import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaking, failuresOf } from '#libs/kernel/testing';
import { FileBlobStore } from '../embedded/files/file-blob-store.js';
import type { BlobInfo, BlobStore } from '../ports/blob-store.js';
import { blobStoreContract } from './blob-store.contract.js';

type Change = (store: BlobStore) => Partial<BlobStore>;

/** The real adapter with one promise broken; a restart opens `reopened`, or the same folder. */
function broken(change: Change, reopened?: () => Promise<BlobStore>) {
  return blobStoreContract({
    name: 'broken',
    create: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
      const open = () => FileBlobStore.open(folder);
      const store = await open();
      return {
        subject: {
          store: breaking<BlobStore>(store, change(store)),
          reopen: reopened ?? open,
          signsUrls: false,
        },
        dispose: () => rm(folder, { recursive: true, force: true }),
      };
    },
  });
}

async function* reversed(infos: AsyncIterable<BlobInfo>): AsyncIterable<BlobInfo> {
  yield* (await Array.fromAsync(infos)).reverse();
}

async function* inSteps(store: BlobStore, prefix: string, step: number): AsyncIterable<BlobInfo> {
  for (let seen = 0; ; seen += step) {
    const now = await Array.fromAsync(store.list(prefix));
    yield* now.slice(seen, seen + step);
    if (now.length <= seen + step) return;
  }
}

async function* piecewise(store: BlobStore, key: string, sizeBytes: number): AsyncIterable<Uint8Array> {
  const piece = 30_000;
  for (let start = 0; start < sizeBytes; start += piece) {
    yield* await store.read(key, { start, end: Math.min(start + piece, sizeBytes) - 1 });
  }
}

/** Keeps what a stream gave before it failed. */
const hasty: Change = (store) => ({
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
});

/** Takes a prefix for the beginning of any text. */
const greedy: Change = (store) => ({
  deleteByPrefix: async (prefix) => {
    let count = 0;
    for await (const { key } of store.list(prefix.slice(0, -1))) {
      await store.delete(key);
      count += 1;
    }
    return count;
  },
});

const disorderly: Change = (store) => ({ list: (prefix) => reversed(store.list(prefix)) });

const counting: Change = (store) => ({ list: (prefix) => inSteps(store, prefix, 10) });

/** Reads a blob in pieces, each from whatever lies under the key by then. */
const mixing: Change = (store) => ({
  read: async (key, range) => {
    const info = range === undefined ? await store.stat(key) : null;
    return info === null ? store.read(key, range) : piecewise(store, key, info.sizeBytes);
  },
});

/** Reads whatever is there, whichever version was asked for. */
const indifferent: Change = (store) => ({ read: (key, range) => store.read(key, range) });

describe('a blob store', { timeout: 60_000 }, () => {
  it.each<[string, Change, string[]]>([
    [
      'a prefix reaches beyond its last slash',
      greedy,
      ['never lists or deletes a blob of another owner, however alike their ids'],
    ],
    ['a list has an order of its own', disorderly, ['lists the keys with a prefix in order']],
    [
      'a list counts its steps',
      counting,
      ['lists what stays exactly once and in order while others come and go'],
    ],
    [
      'a reader is given pieces of two blobs',
      mixing,
      ['shows a reader the old or the new content, never a mixture'],
    ],
    [
      'a reader is given another version than asked for',
      indifferent,
      ['reads the version that a reader knows, or says that another one took its place'],
    ],
  ])('is refused when %s', async (_, change, expected) => {
    expect(await failuresOf(broken(change))).toEqual(expect.arrayContaining(expected));
  });

  it('is refused when a stream that fails leaves its first half behind', async () => {
    expect(await failuresOf(broken(hasty))).toContain('changes nothing when the stream fails half way');
  });

  it('is refused when a restart forgets', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
    const forgetful = broken(
      () => ({}),
      () => FileBlobStore.open(elsewhere),
    );
    expect(await failuresOf(forgetful)).toEqual([
      'has every blob that was put, and none that was deleted, after a restart',
    ]);
    await rm(elsewhere, { recursive: true });
  });
});
