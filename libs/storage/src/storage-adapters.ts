import type { HealthCheck } from '#libs/observability';
import { BlobStore } from './ports/blob-store.js';
import { Cache } from './ports/cache.js';
import type { LifecycleParticipant } from './ports/data-lifecycle.js';
import { DocumentStore } from './ports/document-store.js';
import { KeywordIndex } from './ports/keyword-index.js';
import { Locks } from './ports/locks.js';
import { VectorStore } from './ports/vector-store.js';

/** One profile's adapters, opened together and closed together. */
export abstract class StorageAdapters {
  abstract readonly documents: DocumentStore;
  abstract readonly vectors: VectorStore;
  abstract readonly keywords: KeywordIndex;
  abstract readonly blobs: BlobStore;
  abstract readonly cache: Cache;
  abstract readonly locks: Locks;
  abstract readonly healthChecks: readonly HealthCheck[];
  /** One for every store here that holds users' data. */
  abstract readonly participants: readonly LifecycleParticipant[];
  /** Makes unreadable on the medium what was deleted or overwritten, where that alone leaves bytes behind. */
  scrub(): Promise<void> {
    return Promise.resolve();
  }
  abstract close(): Promise<void>;
}
