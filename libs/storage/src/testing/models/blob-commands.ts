import fc from 'fast-check';
import { expect } from 'vitest';
import type { BlobStore } from '../../ports/blob-store.js';
import type { BlobStoreSubject } from '../blob-store-subject.js';

/** What a blob store is: a map from key to bytes and type. */
export type BlobModel = Map<string, { readonly bytes: Buffer; readonly contentType: string }>;

/** The store under test; `store` is another one after a restart. */
export interface RealBlobs {
  readonly subject: BlobStoreSubject;
  store: BlobStore;
}

type Command = fc.AsyncCommand<BlobModel, RealBlobs>;

/** Few, so that operations meet; none is the beginning of another one's path, which files cannot hold. */
const KEYS = ['a/1', 'a/2.ogg', 'a/b/1', 'a/b/2', 'a-b/1', 'ab/1', 'A/1', 'z'];
const PREFIXES = ['', 'a', 'a/', 'a/b', 'a/b/', 'a-', 'none/'];

const key = fc.constantFrom(...KEYS);
const bytes = fc.uint8Array({ maxLength: 40, size: 'max' }).map((given) => Buffer.from(given));
const contentType = fc.constantFrom('audio/ogg', 'audio/wav', 'application/octet-stream');

function command(title: string, run: Command['run']): Command {
  return { check: () => true, run, toString: () => title };
}

async function* chunksOf(content: Buffer, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += 7) yield content.subarray(from, from + 7);
  if (failure) throw failure;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunks));
}

function putting(at: string, content: Buffer, type: string, streams: boolean): Command {
  return command(`put(${at}, ${content.length} bytes, ${type})`, async (model, { store }) => {
    const info = await store.put(at, streams ? chunksOf(content) : content, type);
    expect(info).toMatchObject({ key: at, sizeBytes: content.length, contentType: type });
    model.set(at, { bytes: content, contentType: type });
  });
}

function failingToPut(at: string, content: Buffer): Command {
  return command(`put(${at}) that fails`, async (_model, { store }) => {
    const failure = new Error('the device went away');
    await expect(store.put(at, chunksOf(content, failure), 'audio/ogg')).rejects.toBe(failure);
  });
}

function reading(at: string): Command {
  return command(`read(${at})`, async (model, { store }) => {
    const found = model.get(at);
    const info = await store.stat(at);
    if (!found) {
      expect(info).toBeNull();
      return expect(store.read(at)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    }
    expect(info).toMatchObject({ sizeBytes: found.bytes.length, contentType: found.contentType });
    return expect((await bytesOf(await store.read(at))).equals(found.bytes)).toBe(true);
  });
}

function readingRange(at: string, start: number, end: number): Command {
  return command(`read(${at}, ${start}-${end})`, async (model, { store }) => {
    const found = model.get(at);
    const run = store.read(at, { start, end });
    if (!found) return expect(run).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    if (end < start || start >= found.bytes.length) {
      return expect(run).rejects.toMatchObject({ code: 'BLOB_RANGE_INVALID' });
    }
    const range = found.bytes.subarray(start, end + 1);
    return expect((await bytesOf(await run)).equals(range)).toBe(true);
  });
}

function deleting(at: string): Command {
  return command(`delete(${at})`, async (model, { store }) => {
    await store.delete(at);
    model.delete(at);
  });
}

function deletingByPrefix(prefix: string): Command {
  return command(`deleteByPrefix(${prefix})`, async (model, { store }) => {
    const gone = [...model.keys()].filter((at) => at.startsWith(prefix));
    expect(await store.deleteByPrefix(prefix)).toBe(gone.length);
    for (const at of gone) model.delete(at);
  });
}

function listing(prefix: string): Command {
  return command(`list(${prefix})`, async (model, { store }) => {
    const listed = await Array.fromAsync(store.list(prefix), (info) => [
      info.key,
      info.sizeBytes,
      info.contentType,
    ]);
    const expected = [...model]
      .filter(([at]) => at.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([at, { bytes: content, contentType: type }]) => [at, content.length, type]);
    expect(listed).toEqual(expected);
  });
}

function restarting(): Command {
  return command('restart()', async (_model, real) => {
    real.store = await real.subject.reopen();
  });
}

/** Everything a caller can do to a blob store, each step checked against the model. */
export const BLOB_COMMANDS: fc.Arbitrary<Command>[] = [
  fc.tuple(key, bytes, contentType, fc.boolean()).map((put) => putting(...put)),
  fc.tuple(key, bytes, contentType, fc.boolean()).map((put) => putting(...put)),
  fc.tuple(key, bytes).map((put) => failingToPut(...put)),
  key.map(reading),
  fc.tuple(key, fc.nat(12), fc.nat(30)).map((range) => readingRange(...range)),
  key.map(deleting),
  fc.constantFrom('a/', 'a/b/', 'a-b/', 'none/').map(deletingByPrefix),
  fc.constantFrom(...PREFIXES).map(listing),
  fc.constant(null).map(restarting),
];
