import type { Clock } from '#libs/kernel';
import type { HealthCheck, Log } from '#libs/observability';
import { AdapterCheck } from '../adapter-check.js';
import { releaseHeldFiles } from '../maintenance/backup-writer.js';
import type { LifecycleParticipant } from '../ports/data-lifecycle.js';
import type { IndexDeclaration } from '../ports/document-store.js';
import { StorageAdapters } from '../storage-adapters.js';
import { storageParticipants } from '../storage-participants.js';
import { DataFolder } from './data-folder.js';
import { FileBlobStore } from './files/file-blob-store.js';
import { MemoryCache } from './memory/memory-cache.js';
import { MemoryLocks } from './memory/memory-locks.js';
import { SearchThreads } from './search/search-threads.js';
import { SqliteFtsKeywordIndex } from './search/sqlite-fts-keyword-index.js';
import { SqliteVectorStore } from './search/sqlite-vector-store.js';
import { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';

export interface EmbeddedStorageOptions {
  /** Absolute. */
  readonly dataDir: string;
  readonly indexes: readonly IndexDeclaration[];
  readonly clock: Clock;
  readonly log: Log;
}

interface Opened {
  readonly folder: DataFolder;
  readonly documents: SqliteDocumentStore;
  readonly blobs: FileBlobStore;
  readonly search: SearchThreads;
}

/** Everything in one folder of this machine: `documents.db`, `search.db`, `blobs/`, and the lock that keeps a second process out. */
export class EmbeddedStorage extends StorageAdapters {
  override readonly documents: SqliteDocumentStore;
  override readonly blobs: FileBlobStore;
  override readonly vectors: SqliteVectorStore;
  override readonly keywords: SqliteFtsKeywordIndex;
  override readonly cache: MemoryCache;
  override readonly locks: MemoryLocks;
  override readonly healthChecks: readonly HealthCheck[];
  override readonly participants: readonly LifecycleParticipant[];

  private constructor(
    private readonly opened: Opened,
    clock: Clock,
  ) {
    super();
    const { documents, blobs, search } = opened;
    this.documents = documents;
    this.blobs = blobs;
    this.vectors = new SqliteVectorStore(search);
    this.keywords = new SqliteFtsKeywordIndex(search);
    this.cache = new MemoryCache(clock);
    this.locks = new MemoryLocks(clock);
    this.healthChecks = [
      new AdapterCheck('documents', async () => documents.check()),
      new AdapterCheck('blobs', () => blobs.check()),
      new AdapterCheck('search', () => search.call('ping')),
    ];
    const { vectors, keywords } = this;
    this.participants = storageParticipants({ documents, blobs, vectors, keywords });
  }

  /** Errors: `unavailable` DATA_DIR_UNWRITABLE, DATA_DIR_IN_USE, STORAGE_NEWER, STORAGE_FULL, STORAGE_UNAVAILABLE. */
  static async open({ dataDir, indexes, clock, log }: EmbeddedStorageOptions): Promise<EmbeddedStorage> {
    const folder = await DataFolder.open(dataDir);
    try {
      await releaseHeldFiles(dataDir);
      const blobs = await FileBlobStore.open(folder.file('blobs'));
      const documents = SqliteDocumentStore.open({ file: folder.file('documents.db'), indexes, clock });
      const search = new SearchThreads({ file: folder.file('search.db'), log });
      return new EmbeddedStorage({ folder, documents, blobs, search }, clock);
    } catch (error) {
      folder.close();
      throw error;
    }
  }

  override async scrub(): Promise<void> {
    this.opened.documents.checkpoint();
    await this.opened.search.call('checkpoint');
  }

  override async close(): Promise<void> {
    await this.opened.search.close();
    this.opened.documents.close();
    this.opened.folder.close();
  }
}
