import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#libs/kernel';
import { SqliteDocumentStore } from '../embedded/sqlite/sqlite-document-store.js';
import type { IndexDeclaration } from '../ports/document-store.js';

export interface TemporaryDocumentStore {
  readonly store: SqliteDocumentStore;
  /** Closes the store in use and opens another on the same file. */
  readonly reopen: () => Promise<SqliteDocumentStore>;
  readonly dispose: () => Promise<void>;
}

/** The real embedded store in a folder of its own, for the tests of repositories and services. */
export async function temporaryDocumentStore(
  indexes: readonly IndexDeclaration[] = [],
): Promise<TemporaryDocumentStore> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-documents-'));
  const open = () =>
    SqliteDocumentStore.open({ file: join(folder, 'documents.db'), indexes, clock: new SystemClock() });
  const store = open();
  let inUse = store;
  return {
    store,
    reopen: async () => {
      inUse.close();
      return (inUse = open());
    },
    dispose: async () => {
      inUse.close();
      await rm(folder, { recursive: true });
    },
  };
}
