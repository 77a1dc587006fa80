import type { DocumentStore } from '../ports/document-store.js';

/** A store under test, and the way to what a restart leaves of it. */
export interface DocumentStoreSubject {
  readonly store: DocumentStore;
  /** Stops the store in use and answers another on the same data, as the next process would open it. */
  reopen(): Promise<DocumentStore>;
}
