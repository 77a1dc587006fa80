import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { MemoryCache } from '../../embedded/memory/memory-cache.js';
import { GcsServer } from '../../testing/servers/gcs-server.js';
import { temporaryServiceAccount, type ServiceAccount } from '../../testing/service-account.js';
import { GcsBlobStore } from './gcs-blob-store.js';

const KEY = 'audio/ada/c1/0001.ogg';
const BUCKET = 'recordings';
const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

async function* inChunks(bytes: Buffer, chunkBytes = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

describe('GcsBlobStore', () => {
  let server: GcsServer;
  let store: GcsBlobStore;

  function open(bucket = BUCKET): GcsBlobStore {
    const clock = new SystemClock();
    return new GcsBlobStore({ bucket, apiEndpoint: server.url, cache: new MemoryCache(clock), clock });
  }

  beforeEach(async () => {
    server = await GcsServer.start({ buckets: [BUCKET] });
    store = open();
  });
  afterEach(() => server.close());

  it('sends a small blob in one request, and so a stream that turns out small', async () => {
    const whole = randomBytes(300_000);
    await store.put(KEY, whole, 'audio/ogg');
    await store.put(KEY, inChunks(whole), 'audio/ogg');
    expect(server.requests).toEqual(Array(2).fill(`POST /upload/storage/v1/b/${BUCKET}/o`));
    expect((await bytesOf(await store.read(KEY))).equals(whole)).toBe(true);
  });

  it('sends a long stream in pieces, none of which can be seen before the last', async () => {
    const whole = randomBytes(20 * MIB + 17);
    let sent = 0;
    const watched = async function* () {
      for await (const chunk of inChunks(whole, MIB)) {
        if (++sent === 19) expect(await store.stat(KEY)).toBeNull();
        yield chunk;
      }
    };
    expect(await store.put(KEY, watched(), 'audio/ogg')).toMatchObject({ sizeBytes: whole.length });
    expect(server.requests.filter((line) => line.startsWith('PUT'))).toHaveLength(3);
    expect((await bytesOf(await store.read(KEY))).equals(whole)).toBe(true);
  });

  it('leaves what was there when a long stream fails half way', async () => {
    await store.put(KEY, randomBytes(10), 'audio/ogg');
    const failure = new Error('the device went away');
    const failing = async function* () {
      yield* inChunks(randomBytes(12 * MIB), MIB);
      throw failure;
    };
    await expect(store.put(KEY, failing(), 'audio/ogg')).rejects.toBe(failure);
    expect((await store.stat(KEY))!.sizeBytes).toBe(10);
  });

  it.each([503, 429, 'cut', 'lost'] as const)(
    'tries again after %s, whatever it was doing',
    async (status) => {
      for (const work of [
        () => store.put(KEY, randomBytes(1_000), 'audio/ogg'),
        () => store.stat(KEY),
        async () => expect((await bytesOf(await store.read(KEY))).length).toBe(1_000),
        () => store.delete(KEY),
      ]) {
        server.fail({ status, times: 1 });
        await work();
      }
      expect(await store.stat(KEY)).toBeNull();
    },
  );

  it('goes on with a long upload where it broke off', async () => {
    const whole = randomBytes(20 * MIB);
    const broken = async function* () {
      for await (const [chunk, index] of numbered(inChunks(whole, MIB))) {
        if (index === 12) server.fail({ status: 503, times: 1 });
        yield chunk;
      }
    };
    await store.put(KEY, broken(), 'audio/ogg');
    expect((await bytesOf(await store.read(KEY))).equals(whole)).toBe(true);
  });

  it('goes on with a read where it broke off', async () => {
    const whole = randomBytes(2 * MIB);
    await store.put(KEY, whole, 'audio/ogg');
    server.cutDownloads({ afterBytes: 300_000, times: 3 });
    expect((await bytesOf(await store.read(KEY))).equals(whole)).toBe(true);
    server.cutDownloads({ afterBytes: 1_000, times: 2 });
    const range = { start: 500, end: 99_999 };
    expect((await bytesOf(await store.read(KEY, range))).equals(whole.subarray(500, 100_000))).toBe(true);
  });

  it('never joins the beginning of one version with the end of another', async () => {
    await store.put(KEY, Buffer.alloc(2 * MIB, 'a'), 'audio/ogg');
    server.cutDownloads({ afterBytes: 300_000, times: 1 });
    const reading = await store.read(KEY);
    await store.put(KEY, Buffer.alloc(2 * MIB, 'b'), 'audio/ogg');
    await expect(bytesOf(reading)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'BLOB_CHANGED',
    });
  });

  it('says what to do when the bucket is missing or closed to us', async () => {
    const nowhere = open('no-such-bucket');
    const refused = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };
    await expect(nowhere.check()).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('GCS_BUCKET') as string,
    });
    await expect(nowhere.put(KEY, randomBytes(1), 'audio/ogg')).rejects.toMatchObject(refused);
    server.fail({ status: 403, times: 1 });
    await expect(store.check()).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('Storage Object Admin') as string,
    });
    await store.check();
  });

  it('is told at once that nobody is there', async () => {
    await server.close();
    const startMs = performance.now();
    await expect(store.check()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - startMs).toBeLessThan(2_000);
    server = await GcsServer.start();
  });

  it('deletes a long list in pages, many at a time', async () => {
    const keys = Array.from({ length: 75 }, (_, n) => `audio/ada/c${n % 5}/${n}.ogg`);
    await Promise.all(keys.map((key) => store.put(key, randomBytes(1), 'audio/ogg')));
    await store.put('audio/adam/c1/1.ogg', randomBytes(1), 'audio/ogg');
    expect(await store.deleteByPrefix('audio/ada/')).toBe(75);
    expect((await Array.fromAsync(store.list(''))).map(({ key }) => key)).toEqual(['audio/adam/c1/1.ogg']);
  });
});

async function* numbered<T>(items: AsyncIterable<T>): AsyncGenerator<[T, number]> {
  let index = 0;
  for await (const item of items) yield [item, index++];
}

describe('addresses of GcsBlobStore', () => {
  let account: ServiceAccount;
  let clock: ManualClock;
  let server: GcsServer;
  let store: GcsBlobStore;

  beforeEach(async () => {
    account = await temporaryServiceAccount();
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', account.keyFile);
    // Google's client refuses to sign for a time that is past by its own clock.
    clock = new ManualClock(Date.now());
    server = await GcsServer.start({ publicKey: account.publicKey, nowMs: () => clock.nowMs() });
    const cache = new MemoryCache(clock);
    store = new GcsBlobStore({ bucket: BUCKET, apiEndpoint: server.url, signs: true, cache, clock });
    await store.put(KEY, randomBytes(10), 'audio/ogg');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.close();
    await account.dispose();
  });

  it('work until their time is over', async () => {
    const url = (await store.signedUrl(KEY, 60 * MINUTE_MS))!;
    await clock.advance(59 * MINUTE_MS);
    expect((await fetch(url)).status).toBe(200);
    await clock.advance(2 * MINUTE_MS);
    const late = await fetch(url);
    expect([late.status, await late.text()]).toEqual([400, expect.stringContaining('ExpiredToken')]);
  });

  it('stay the same until they end, so that clients can keep what they fetched', async () => {
    const first = await store.signedUrl(KEY, 60 * MINUTE_MS);
    await clock.advance(30 * MINUTE_MS);
    expect(await store.signedUrl(KEY, 60 * MINUTE_MS)).toBe(first);
    await clock.advance(30 * MINUTE_MS - 500);
    expect(await store.signedUrl(KEY, 60 * MINUTE_MS)).not.toBe(first);
  });

  it('never live longer than was asked for', async () => {
    const long = await store.signedUrl(KEY, 60 * MINUTE_MS);
    const short = (await store.signedUrl(KEY, MINUTE_MS))!;
    expect(short).not.toBe(long);
    await clock.advance(2 * MINUTE_MS);
    expect((await fetch(short)).status).toBe(400);
  });

  it('open one blob only, and that not after its end', async () => {
    const url = (await store.signedUrl(KEY, 60 * MINUTE_MS))!;
    await store.put('audio/bob/c1/0001.ogg', randomBytes(10), 'audio/ogg');
    expect((await fetch(url.replace('ada', 'bob'))).status).toBe(400);
    await store.delete(KEY);
    expect((await fetch(url)).status).toBe(404);
    expect(await store.signedUrl(KEY, 60 * MINUTE_MS)).toBe(url);
  });
});
