import { expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { DocumentStore, IndexDeclaration } from '../../ports/document-store.js';
import { documentStoreContract } from '../../testing/document-store.contract.js';
import { temporaryDocumentStore } from '../../testing/temporary-document-store.js';

async function create(indexes: readonly IndexDeclaration[] = []) {
  const { store, reopen, dispose } = await temporaryDocumentStore(indexes);
  return { subject: { store, reopen }, dispose };
}

/** With the indexes of every field that the contract queries, so that the index path is proved as well as the scan. */
const QUERIED: readonly IndexDeclaration[] = [
  { collection: 'talks', fields: [{ field: 'v' }] },
  { collection: 'talks', fields: [{ field: 's', direction: 'desc' }, { field: 'n' }] },
  { collection: 'talks', fields: [{ field: 'n', direction: 'desc' }] },
  { collection: 'talks', fields: [{ field: 'n' }], group: true },
];

runContract(documentStoreContract({ name: 'SQLite', create: () => create() }));
runContract(documentStoreContract({ name: 'SQLite with declared indexes', create: () => create(QUERIED) }));

/** The adapter with one promise broken. */
function broken(change: (store: DocumentStore) => Partial<DocumentStore>) {
  return documentStoreContract({
    name: 'broken',
    create: async () => {
      const { subject, dispose } = await create();
      const store = breaking<DocumentStore>(subject.store, change(subject.store));
      return { subject: { ...subject, store }, dispose };
    },
  });
}

it('is refused when transactions do not check what they read', async () => {
  const careless = broken((store) => ({
    transaction: async (work) => {
      const writes: Parameters<DocumentStore['write']>[0][number][] = [];
      const result = await work({
        get: (path) => store.get(path),
        query: async <T extends object>(query: Parameters<DocumentStore['query']>[0]) =>
          (await store.query<T>(query)).documents,
        write: (write) => void writes.push(write),
      });
      await store.write(writes);
      return result;
    },
  }));
  expect(await failuresOf(careless)).toEqual([
    'runs again when a document that it only read was changed before its commit',
    'runs again when a query that it made would find something else',
    'gives up after losing five times',
    'refuses to read after writing',
    'loses no update of several transactions at once',
    'loses none of a hundred transactions on one document at once',
    'neither makes nor loses anything when transactions move it between documents',
    'lets exactly one of several transactions make what none of them found',
  ]);
});

it('is refused when a query reaches into other collections', async () => {
  const nosy = broken((store) => ({
    query: (query) => store.query({ ...query, collection: query.collection.split('/').at(-1)!, group: true }),
  }));
  expect(await failuresOf(nosy)).toContain('finds the documents of one collection and of no other');
});

it('is refused when writes are not all or nothing', async () => {
  const partial = broken((store) => ({
    write: async (writes) => {
      for (const write of writes) await store.write([write]);
    },
  }));
  expect(await failuresOf(partial)).toContain('writes all or nothing');
});
