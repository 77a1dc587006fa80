import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { BlobStore } from '../ports/blob-store.js';
import {
  BLOB_CONCURRENCY_TESTS,
  BLOB_OWNERSHIP_TESTS,
  BLOB_RESTART_TESTS,
  BLOB_VALUE_TESTS,
} from './blob-store-promises.js';
import type { BlobStoreSubject } from './blob-store-subject.js';

const KEY = 'audio/ada/c1/0001.ogg';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function textOf(
  store: BlobStore,
  key: string,
  range?: { start: number; end: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(key, range)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** Every promise of BlobStore. */
export function blobStoreContract(options: ContractOptions<BlobStoreSubject>): Contract {
  return contractOf('BlobStore', options, {
    'gives back the bytes, size and content type that were put': async ({ store }) => {
      const info = await store.put(KEY, bytes('sound'), 'audio/ogg');
      expect(info).toMatchObject({ key: KEY, sizeBytes: 5, contentType: 'audio/ogg' });
      expect(info.modifiedAt).toBeInstanceOf(Date);
      expect(await store.stat(KEY)).toEqual(info);
      expect(await textOf(store, KEY)).toBe('sound');
    },

    'takes a stream, and content that is empty': async ({ store }) => {
      const parts = async function* () {
        for (const part of ['so', '', 'und']) yield bytes(part);
      };
      expect((await store.put(KEY, parts(), 'audio/ogg')).sizeBytes).toBe(5);
      expect(await textOf(store, KEY)).toBe('sound');
      await store.put(KEY, new Uint8Array(), 'audio/ogg');
      expect((await store.stat(KEY))!.sizeBytes).toBe(0);
      expect(await textOf(store, KEY)).toBe('');
    },

    'keeps large content whole': async ({ store }) => {
      const large = Buffer.alloc(3_000_000, 'abcdefg');
      await store.put(KEY, large, 'audio/ogg');
      expect((await store.stat(KEY))!.sizeBytes).toBe(large.length);
      expect(Buffer.from(await textOf(store, KEY)).equals(large)).toBe(true);
    },

    'replaces what is there, content type and all': async ({ store }) => {
      await store.put(KEY, bytes('long first version'), 'audio/ogg');
      await store.put(KEY, bytes('second'), 'audio/wav');
      expect(await textOf(store, KEY)).toBe('second');
      expect(await store.stat(KEY)).toMatchObject({ sizeBytes: 6, contentType: 'audio/wav' });
    },

    'changes nothing when the stream fails half way': async ({ store }) => {
      const failure = new Error('the device went away');
      const failing = async function* () {
        yield bytes('half');
        throw failure;
      };
      await expect(store.put(KEY, failing(), 'audio/ogg')).rejects.toBe(failure);
      expect(await store.stat(KEY)).toBeNull();
      await store.put(KEY, bytes('whole'), 'audio/ogg');
      await expect(store.put(KEY, failing(), 'audio/ogg')).rejects.toBe(failure);
      expect(await textOf(store, KEY)).toBe('whole');
      expect(await keysOf(store, '')).toEqual([KEY]);
    },

    'reads a range, both ends included, and clips it to the end': async ({ store }) => {
      await store.put(KEY, bytes('0123456789'), 'audio/ogg');
      expect(await textOf(store, KEY, { start: 0, end: 0 })).toBe('0');
      expect(await textOf(store, KEY, { start: 3, end: 5 })).toBe('345');
      expect(await textOf(store, KEY, { start: 8, end: 100 })).toBe('89');
      for (const range of [
        { start: 10, end: 12 },
        { start: -1, end: 2 },
        { start: 5, end: 4 },
        { start: 0.5, end: 2 },
      ]) {
        await expect(store.read(KEY, range)).rejects.toMatchObject({
          kind: 'invalid',
          code: 'BLOB_RANGE_INVALID',
        });
      }
    },

    'says that a blob is missing, before anything is read': async ({ store }) => {
      await expect(store.read(KEY)).rejects.toMatchObject({ kind: 'not_found', code: 'BLOB_MISSING' });
      expect(await store.stat(KEY)).toBeNull();
      await store.put(KEY, bytes('x'), 'audio/ogg');
      expect(await store.stat('audio/ada/c1')).toBeNull();
      expect(await store.stat(`${KEY}/below`)).toBeNull();
    },

    'deletes, and finds nothing wrong with deleting what is not there': async ({ store }) => {
      await store.put(KEY, bytes('x'), 'audio/ogg');
      await store.delete(KEY);
      await store.delete(KEY);
      expect(await store.stat(KEY)).toBeNull();
      expect(await keysOf(store, '')).toEqual([]);
    },

    'lists the keys with a prefix in order': async ({ store }) => {
      const keys = ['a/1', 'a/b/2', 'a-b/3', 'a/b.ogg', 'a/b/1', 'b/1', 'ab/1'];
      for (const key of keys) await store.put(key, bytes(key), 'text/plain');
      expect(await keysOf(store, '')).toEqual(keys.toSorted());
      expect(await keysOf(store, 'a/')).toEqual(['a/1', 'a/b.ogg', 'a/b/1', 'a/b/2']);
      expect(await keysOf(store, 'a/b')).toEqual(['a/b.ogg', 'a/b/1', 'a/b/2']);
      expect(await keysOf(store, 'none/')).toEqual([]);
      const infos = [];
      for await (const info of store.list('b/')) infos.push(info);
      expect(infos).toEqual([await store.stat('b/1')]);
    },

    'deletes by prefix exactly what lies below it': async ({ store }) => {
      for (const key of ['audio/u1/c/1', 'audio/u1/c/2', 'audio/u1/d/1', 'audio/u10/c/1']) {
        await store.put(key, bytes(key), 'audio/ogg');
      }
      expect(await store.deleteByPrefix('audio/u1/c/')).toBe(2);
      expect(await store.deleteByPrefix('audio/u1/c/')).toBe(0);
      expect(await keysOf(store, '')).toEqual(['audio/u1/d/1', 'audio/u10/c/1']);
      await store.put('audio/u1/c/3', bytes('again'), 'audio/ogg');
      expect(await textOf(store, 'audio/u1/c/3')).toBe('again');
    },

    'gives out addresses that anyone can read from for a while, or says that it has none': async ({
      store,
      signsUrls,
    }) => {
      await store.put(KEY, bytes('sound'), 'audio/ogg');
      const url = await store.signedUrl(KEY, 60_000);
      if (!signsUrls) return expect(url).toBeNull();
      const answer = await fetch(url!, { headers: { range: 'bytes=1-3' } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'audio/ogg']);
      expect(await answer.text()).toBe('oun');
      await expect(store.signedUrl('../a', 60_000)).rejects.toMatchObject({ code: 'BLOB_KEY_INVALID' });
    },

    'refuses keys that could lead anywhere else': async ({ store }) => {
      const refused = { kind: 'invalid', code: 'BLOB_KEY_INVALID' };
      const wrong = [
        '',
        '/a',
        'a/',
        'a//b',
        '..',
        'a/../b',
        './a',
        'a/.',
        'a b',
        'a\\b',
        'ä',
        'a\u0000',
        'a/%2e%2e/b',
        'x'.repeat(1_100),
      ];
      for (const key of wrong) {
        await expect(store.put(key, bytes('x'), 'text/plain'), key).rejects.toMatchObject(refused);
        await expect(store.read(key), key).rejects.toMatchObject(refused);
        await expect(store.stat(key), key).rejects.toMatchObject(refused);
        await expect(store.delete(key), key).rejects.toMatchObject(refused);
      }
      for (const prefix of ['../', 'a', '', 'a/../', '/']) {
        await expect(store.deleteByPrefix(prefix), prefix).rejects.toMatchObject(refused);
      }
      await expect(keysOf(store, '../')).rejects.toMatchObject(refused);
    },

    ...BLOB_OWNERSHIP_TESTS,
    ...BLOB_CONCURRENCY_TESTS,
    ...BLOB_VALUE_TESTS,
    ...BLOB_RESTART_TESTS,
  });
}
