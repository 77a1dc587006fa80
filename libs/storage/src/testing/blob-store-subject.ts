import type { BlobStore } from '../ports/blob-store.js';

/** A store under test, and the way to what a restart leaves of it. */
export interface BlobStoreSubject {
  readonly store: BlobStore;
  /** Another store on the same data, as the next process would open it. The first one is not used again. */
  reopen(): Promise<BlobStore>;
  /** Whether the store gives out addresses; the contract holds it to either answer. */
  readonly signsUrls: boolean;
}
