import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#libs/kernel';
import { SqliteDocumentStore } from '../embedded/sqlite/sqlite-document-store.js';
import type { IndexDeclaration } from '../ports/document-store.js';

export interface TemporaryDocumentStore {
  readonly store: SqliteDocumentStore;
  readonly dispose: () => Promise<void>;
}

/** The real embedded store in a folder of its own, for the tests of repositories and services. */
export async function temporaryDocumentStore(
  indexes: readonly IndexDeclaration[] = [],
): Promise<TemporaryDocumentStore> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-documents-'));
  const store = SqliteDocumentStore.open({
    file: join(folder, 'documents.db'),
    indexes,
    clock: new SystemClock(),
  });
  return {
    store,
    dispose: async () => {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
}
