import { randomUUID } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { DocumentStore } from '../../ports/document-store.js';
import { documentStoreContract } from '../../testing/document-store.contract.js';
import { documentStoreModelTest } from '../../testing/models/document-store-model-test.js';
import { FirestoreDocumentStore } from './firestore-document-store.js';

const emulatorHost = inject('firestoreHost');

/** Every subject is a project of its own: they see nothing of each other. */
function create() {
  const projectId = `contract-${randomUUID()}`;
  const open = () =>
    FirestoreDocumentStore.open({
      projectId,
      databaseId: '(default)',
      emulatorHost,
      clock: new SystemClock(),
    });
  let inUse = open();
  return {
    subject: {
      store: inUse as DocumentStore,
      reopen: async () => {
        await inUse.close();
        return (inUse = open());
      },
    },
    dispose: () => inUse.close(),
  };
}

if (emulatorHost !== null) {
  runContract(documentStoreContract({ name: 'Firestore', create }));
  runContract(documentStoreModelTest({ name: 'Firestore', create, runs: 20 }));

  it('is refused when transactions do not check what they read', async () => {
    const careless = documentStoreContract({
      name: 'broken',
      create: () => {
        const { subject, dispose } = create();
        const { store } = subject;
        const transaction: DocumentStore['transaction'] = async (work) => {
          const writes: Parameters<DocumentStore['write']>[0][number][] = [];
          const result = await work({
            get: (path) => store.get(path),
            query: async <T extends object>(query: Parameters<DocumentStore['query']>[0]) =>
              (await store.query<T>(query)).documents,
            write: (write) => void writes.push(write),
          });
          await store.write(writes);
          return result;
        };
        return { subject: { ...subject, store: breaking(store, { transaction }) }, dispose };
      },
    });
    const failures = await failuresOf(careless);
    expect(failures).toContain('loses no update of several transactions at once');
    expect(failures).toContain('runs again when a query that it made would find something else');
  }, 120_000);
}
