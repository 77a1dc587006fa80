import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { BlobStore } from '../ports/blob-store.js';
import type { BlobStoreSubject } from './blob-store-subject.js';

type BlobTests = ContractTests<BlobStoreSubject>;

const KEY = 'audio/ada/c1/0001.ogg';

async function bytesOf(
  store: BlobStore,
  key: string,
  range?: { start: number; end: number },
): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(await store.read(key, range)));
}

async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
  return Array.fromAsync(store.list(prefix), ({ key }) => key);
}

async function putAll(store: BlobStore, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => store.put(key, Buffer.from(key), 'text/plain')));
}

async function* inChunks(content: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += chunkBytes)
    yield content.subarray(from, from + chunkBytes);
}

/** A reader that a replacement overtakes may be told to try again. */
async function bytesUnlessOvertaken(store: BlobStore): Promise<Buffer[]> {
  try {
    return [await bytesOf(store, KEY)];
  } catch (error) {
    expect(error).toMatchObject({ kind: 'unavailable' });
    return [];
  }
}

/** Owners whose ids a careless prefix takes for one another. */
const OWNERS = ['u1', 'u10', 'u1-', 'u1.', 'U1', 'u', '1'];

export const BLOB_OWNERSHIP_TESTS: BlobTests = {
  'never lists or deletes a blob of another owner, however alike their ids': async ({ store }) => {
    const keysFor = (owner: string) => [`audio/${owner}/c/1.ogg`, `audio/${owner}/d/1.ogg`];
    await putAll(store, OWNERS.flatMap(keysFor));
    for (const [index, owner] of OWNERS.entries()) {
      expect(await keysOf(store, `audio/${owner}/`)).toEqual(keysFor(owner));
      expect(await store.deleteByPrefix(`audio/${owner}/`)).toBe(2);
      const left = OWNERS.slice(index + 1).flatMap(keysFor);
      expect(await keysOf(store, 'audio/')).toEqual(left.toSorted());
    }
  },
};

export const BLOB_CONCURRENCY_TESTS: BlobTests = {
  'keeps one of many contents put under one key at once, whole': async ({ store }) => {
    const contents = Array.from({ length: 20 }, (_, n) => Buffer.alloc(5_000 + n, String(n % 10)));
    await Promise.all(contents.map((content, n) => store.put(KEY, content, `audio/x-${n}`)));
    const found = await bytesOf(store, KEY);
    const winner = contents.findIndex((content) => content.equals(found));
    expect(winner).not.toBe(-1);
    expect(await store.stat(KEY)).toMatchObject({
      sizeBytes: 5_000 + winner,
      contentType: `audio/x-${winner}`,
    });
  },

  'shows a reader the old or the new content, never a mixture': async ({ store }) => {
    const versions = [Buffer.alloc(200_000, 'a'), Buffer.alloc(120_000, 'b'), Buffer.alloc(300_000, 'c')];
    await store.put(KEY, versions[0]!, 'audio/ogg');
    const seen: Buffer[] = [];
    let isWriting = true;
    const replace = async () => {
      try {
        for (let n = 0; n < 9; n += 1) await store.put(KEY, versions[n % versions.length]!, 'audio/ogg');
      } finally {
        isWriting = false;
      }
    };
    const read = async () => {
      while (isWriting) seen.push(...(await bytesUnlessOvertaken(store)));
    };
    const outcomes = await Promise.allSettled([replace(), read(), read()]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    const mixtures = seen.filter((bytes) => !versions.some((version) => version.equals(bytes)));
    expect(mixtures.map(({ length }) => length)).toEqual([]);
    expect(await bytesUnlessOvertaken(store)).toEqual([versions[8 % versions.length]]);
  },

  'reads the version that a reader knows, or says that another one took its place': async ({ store }) => {
    const { version } = await store.put(KEY, Buffer.from('first'), 'audio/ogg');
    const knowing = async () =>
      Buffer.concat(await Array.fromAsync(await store.read(KEY, undefined, version)));
    expect((await knowing()).toString()).toBe('first');
    const begun = await store.read(KEY, { start: 0, end: 2 }, version);
    const next = await store.put(KEY, Buffer.from('first'), 'audio/ogg');
    expect(next.version).not.toBe(version);
    const changed = { kind: 'unavailable', code: 'BLOB_CHANGED' };
    await expect(knowing()).rejects.toMatchObject(changed);
    const outcome = Array.fromAsync(begun).then((chunks) => Buffer.concat(chunks).toString());
    const answers = await outcome.catch((error: { code?: string }) => error.code);
    expect(['fir', 'BLOB_CHANGED']).toContain(answers);
    await store.delete(KEY);
    await expect(knowing()).rejects.toMatchObject({
      code: expect.stringMatching(/^BLOB_(CHANGED|MISSING)$/),
    });
  },

  'lists what stays exactly once and in order while others come and go': async ({ store }) => {
    const staying = Array.from(
      { length: 60 },
      (_, n) => `audio/ada/c${String(n % 6)}/${String(n).padStart(3, '0')}.ogg`,
    );
    const leaving = staying.map((key) => `${key}.part`);
    await putAll(store, [...staying, ...leaving]);
    const listed: string[] = [];
    for await (const { key } of store.list('audio/ada/')) {
      listed.push(key);
      if (listed.length % 10 !== 0) continue;
      await Promise.all(leaving.splice(0, 5).map((gone) => store.delete(gone)));
      await putAll(store, [`audio/ada/c0/new${listed.length}.ogg`, `audio/ada/c9/new${listed.length}.ogg`]);
    }
    expect(listed).toEqual([...new Set(listed)].sort());
    expect(staying.filter((key) => !listed.includes(key))).toEqual([]);
  },

  'keeps what is put while its neighbours are deleted': async ({ store }) => {
    const keys = Array.from({ length: 12 }, (_, n) => `audio/ada/c${n % 3}/${n}.ogg`);
    await Promise.all(
      keys.flatMap((key, n) => [
        store.put(key, Buffer.from(key), 'audio/ogg'),
        store.delete(`audio/ada/c${n % 3}/none.ogg`),
        store.deleteByPrefix(`audio/ada/d${n}/`),
      ]),
    );
    expect(await keysOf(store, 'audio/')).toEqual(keys.toSorted());
  },
};

export const BLOB_VALUE_TESTS: BlobTests = {
  'keeps every byte as it is, in one piece or in many': async ({ store }) => {
    const all = Buffer.from(Array.from({ length: 256 * 40 }, (_, n) => n % 256));
    await store.put('a', all, 'application/octet-stream');
    await store.put('b', inChunks(all, 333), 'application/octet-stream');
    for (const key of ['a', 'b']) {
      expect((await bytesOf(store, key)).equals(all)).toBe(true);
      expect((await bytesOf(store, key, { start: 250, end: 260 })).equals(all.subarray(250, 261))).toBe(true);
    }
  },

  'keeps content that looks like a store’s own notes': async ({ store }) => {
    for (const content of [
      'audio/ogg\u0000\tMNEMEBLB',
      'MNEMEBLB',
      '{"contentType":"audio/wav"}',
      '--boundary\r\n\r\n',
    ]) {
      await store.put(KEY, Buffer.from(content), 'audio/ogg');
      expect((await bytesOf(store, KEY)).toString()).toBe(content);
      expect(await store.stat(KEY)).toMatchObject({ sizeBytes: content.length, contentType: 'audio/ogg' });
    }
  },

  'takes the longest keys, and content types with parameters': async ({ store }) => {
    const long = Array.from({ length: 5 }, (_, n) => String(n).repeat(200)).join('/');
    const type = 'audio/ogg; codecs=opus; rate="16000"';
    await store.put(long, Buffer.from('x'), type);
    expect(await store.stat(long)).toMatchObject({ key: long, contentType: type });
    expect(await keysOf(store, long.slice(0, 500))).toEqual([long]);
  },

  'gives the same bytes to several readers at once, and bears a reader that leaves early': async ({
    store,
  }) => {
    const content = Buffer.alloc(700_000, '0123456789');
    await store.put(KEY, content, 'audio/ogg');
    for await (const chunk of await store.read(KEY)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await store.read(KEY); // nobody reads this one at all
    const reads = await Promise.all(Array.from({ length: 8 }, () => bytesOf(store, KEY)));
    expect(reads.every((bytes) => bytes.equals(content))).toBe(true);
  },
};

export const BLOB_RESTART_TESTS: BlobTests = {
  'has every blob that was put, and none that was deleted, after a restart': async ({ store, reopen }) => {
    await putAll(store, ['audio/ada/kept', 'audio/ada/gone', 'audio/bob/gone']);
    await store.delete('audio/ada/gone');
    await store.deleteByPrefix('audio/bob/');
    const before = await store.stat('audio/ada/kept');
    const again = await reopen();
    expect(await Array.fromAsync(again.list(''))).toEqual([before]);
    expect((await bytesOf(again, 'audio/ada/kept')).toString()).toBe('audio/ada/kept');
  },
};
