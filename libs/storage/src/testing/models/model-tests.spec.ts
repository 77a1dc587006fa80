import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaking, runContract, type Contract } from '#libs/kernel/testing';
import { FileBlobStore } from '../../embedded/files/file-blob-store.js';
import type { BlobStore } from '../../ports/blob-store.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { BlobStoreSubject } from '../blob-store-subject.js';
import { temporaryDocumentStore } from '../temporary-document-store.js';
import { blobStoreModelTest } from './blob-store-model-test.js';
import { documentStoreModelTest } from './document-store-model-test.js';

const RUNS = 60;

async function createDocuments() {
  const { store, reopen, dispose } = await temporaryDocumentStore([
    { collection: 'talks', fields: [{ field: 'v' }] },
    { collection: 'talks', fields: [{ field: 'w', direction: 'desc' }], group: true },
  ]);
  return { subject: { store, reopen }, dispose };
}

async function createBlobs(): Promise<{ subject: BlobStoreSubject; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
  const open = () => FileBlobStore.open(folder);
  const subject = { store: await open(), reopen: open, signsUrls: false };
  return { subject, dispose: () => rm(folder, { recursive: true }) };
}

runContract(documentStoreModelTest({ name: 'SQLite', create: createDocuments, runs: RUNS }));
runContract(blobStoreModelTest({ name: 'files', create: createBlobs, runs: RUNS }));

function brokenDocuments(change: (store: DocumentStore) => Partial<DocumentStore>): Contract {
  return documentStoreModelTest({
    name: 'broken',
    runs: 1_000,
    create: async () => {
      const { subject, dispose } = await createDocuments();
      const breakIt = (store: DocumentStore) => breaking<DocumentStore>(store, change(store));
      const reopen = async () => breakIt(await subject.reopen());
      return { subject: { store: breakIt(subject.store), reopen }, dispose };
    },
  });
}

function brokenBlobs(change: (store: BlobStore) => Partial<BlobStore>): Contract {
  return blobStoreModelTest({
    name: 'broken',
    runs: 1_000,
    create: async () => {
      const { subject, dispose } = await createBlobs();
      const breakIt = (store: BlobStore) => breaking<BlobStore>(store, change(store));
      const reopen = async () => breakIt(await subject.reopen());
      return { subject: { ...subject, store: breakIt(subject.store), reopen }, dispose };
    },
  });
}

/** What the failing test prints. */
async function failureOf({ tests }: Contract): Promise<string> {
  try {
    await tests[0]!.run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the broken adapter passed');
}

describe('the model of documents catches', { timeout: 60_000 }, () => {
  it('a deletion that takes the next owner along, and says how to see it again', async () => {
    const greedy = brokenDocuments((store) => ({
      deleteTree: async (path) => {
        const count = await store.deleteTree(path);
        return count + (path === 'users/ada' ? await store.deleteTree('users/ada2') : 0);
      },
    }));
    expect(await failureOf(greedy)).toMatch(
      /seed: -?\d+[\s\S]*path: "[\s\S]*Counterexample:[\s\S]*deleteTree\("users\/ada"\)/,
    );
  });

  it('pages that skip documents with the same value', async () => {
    const skipping = brokenDocuments((store) => ({
      query: async <T extends object>(query: Parameters<DocumentStore['query']>[0]) => {
        const page = await store.query<T>(query);
        if (query.cursor === undefined || query.orderBy?.length !== 1) return page;
        return { ...page, documents: page.documents.slice(1) };
      },
    }));
    expect(await failureOf(skipping)).toMatch(/Counterexample:[\s\S]*query\(/);
  });

  it('an update that loses a list element when two transactions meet', async () => {
    const careless = brokenDocuments((store) => ({
      transaction: async (work) => {
        const writes: Parameters<DocumentStore['write']>[0][number][] = [];
        const result = await work({
          get: (path) => store.get(path),
          query: () => Promise.resolve([]),
          write: (write) => void writes.push(write),
        });
        await store.write(writes);
        return result;
      },
    }));
    expect(await failureOf(careless)).toMatch(/Counterexample:[\s\S]*two transactions/);
  });
});

describe('the model of blobs catches', { timeout: 60_000 }, () => {
  it('a stream that fails and leaves its first half behind', async () => {
    const hasty = brokenBlobs((store) => ({
      put: async (key, content, contentType) => {
        const read: Uint8Array[] = [];
        try {
          for await (const chunk of content instanceof Uint8Array ? [content] : content) read.push(chunk);
        } finally {
          await store.put(key, Buffer.concat(read), contentType);
        }
        return (await store.stat(key))!;
      },
    }));
    expect(await failureOf(hasty)).toMatch(/seed: -?\d+[\s\S]*Counterexample:[\s\S]*that fails/);
  });

  it('a range that leaves out its last byte', async () => {
    const short = brokenBlobs((store) => ({
      read: (key, range) => store.read(key, range && { ...range, end: Math.max(range.start, range.end - 1) }),
    }));
    expect(await failureOf(short)).toMatch(/Counterexample:[\s\S]*read\(/);
  });
});
