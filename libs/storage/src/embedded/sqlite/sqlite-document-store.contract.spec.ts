import { runContract } from '#libs/kernel/testing';
import type { IndexDeclaration } from '../../ports/document-store.js';
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
  { collection: 'talks', fields: [{ field: 'tags', contains: true }] },
  { collection: 'photos', fields: [{ field: 'tags', contains: true }] },
];

runContract(documentStoreContract({ name: 'SQLite', create: () => create() }));
runContract(documentStoreContract({ name: 'SQLite with declared indexes', create: () => create(QUERIED) }));
