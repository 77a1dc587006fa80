import type { CloudConfig } from '#libs/config';
import type { Clock } from '#libs/kernel';
import type { HealthCheck, Log, Metrics } from '#libs/observability';
import { AdapterCheck } from '../adapter-check.js';
import { DataFolder } from '../embedded/data-folder.js';
import type { LifecycleParticipant } from '../ports/data-lifecycle.js';
import type { IndexDeclaration } from '../ports/document-store.js';
import type { KeywordIndex } from '../ports/keyword-index.js';
import { StorageAdapters } from '../storage-adapters.js';
import { storageParticipants } from '../storage-participants.js';
import { AbsentKeywordIndex } from './absent-keyword-index.js';
import { FirestoreDocumentStore } from './firestore/firestore-document-store.js';
import { GcsBlobStore } from './gcs/gcs-blob-store.js';
import { PineconeVectorStore } from './pinecone/pinecone-vector-store.js';
import { RedisCache } from './redis/redis-cache.js';
import { RedisConnection } from './redis/redis-connection.js';
import { RedisLocks } from './redis/redis-locks.js';
import { TypesenseKeywordIndex } from './typesense/typesense-keyword-index.js';

export interface CloudStorageOptions {
  readonly cloud: CloudConfig;
  /** The folder for sound that is not stored yet, to be held for this process alone; null for one that records nothing. */
  readonly captureDir: string | null;
  readonly indexes: readonly IndexDeclaration[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Opened {
  readonly folder: DataFolder | null;
  readonly documents: FirestoreDocumentStore;
  readonly connections: readonly RedisConnection[];
}

/** Documents in Firestore, recordings in Cloud Storage, vectors in Pinecone, words in Typesense, cache and locks in Redis. */
export class CloudStorage extends StorageAdapters {
  override readonly documents: FirestoreDocumentStore;
  override readonly blobs: GcsBlobStore;
  override readonly vectors: PineconeVectorStore;
  override readonly keywords: KeywordIndex;
  override readonly cache: RedisCache;
  override readonly locks: RedisLocks;
  override readonly healthChecks: readonly HealthCheck[];
  override readonly participants: readonly LifecycleParticipant[];

  private constructor(
    private readonly opened: Opened,
    redis: { readonly cache: RedisConnection; readonly locks: RedisConnection },
    { cloud, clock, metrics }: CloudStorageOptions,
  ) {
    super();
    this.documents = opened.documents;
    this.cache = new RedisCache(redis.cache, metrics);
    this.locks = new RedisLocks(redis.locks);
    this.blobs = new GcsBlobStore({ ...cloud.gcs, cache: this.cache, clock });
    this.vectors = new PineconeVectorStore({ ...cloud.pinecone, clock });
    const keywords = cloud.typesense && new TypesenseKeywordIndex({ ...cloud.typesense, clock });
    this.keywords = keywords ?? new AbsentKeywordIndex();
    this.healthChecks = [
      new AdapterCheck('documents', () => this.documents.check()),
      new AdapterCheck('blobs', () => this.blobs.check()),
      new AdapterCheck('vectors', () => this.vectors.check()),
      ...(keywords ? [new AdapterCheck('keywords', () => keywords.check())] : []),
      new AdapterCheck('cache', () => redis.cache.check()),
      new AdapterCheck('locks', () => redis.locks.check()),
    ];
    const { documents, blobs, vectors } = this;
    this.participants = storageParticipants({ documents, blobs, vectors, keywords: this.keywords });
    metrics.onScrape(() => {
      const { reads, writes, deletes } = documents.usage.current();
      metrics.documentsBilled.set({ operation: 'read' }, reads);
      metrics.documentsBilled.set({ operation: 'write' }, writes);
      metrics.documentsBilled.set({ operation: 'delete' }, deletes);
    });
  }

  /** Starts although a service is away: it is there when it is there. Errors: `unavailable` DATA_DIR_UNWRITABLE, DATA_DIR_IN_USE. */
  static async open(options: CloudStorageOptions): Promise<CloudStorage> {
    const { cloud, captureDir, indexes, clock, log, metrics } = options;
    const folder = captureDir === null ? null : await DataFolder.open(captureDir);
    const [cache, locks] = await Promise.all([
      RedisConnection.open({ url: cloud.redisUrl, purpose: 'cache', log, metrics }),
      RedisConnection.open({ url: cloud.redisUrl, purpose: 'locks', log, metrics }),
    ]);
    const documents = FirestoreDocumentStore.open({ ...cloud.firestore, clock, indexes });
    return new CloudStorage({ folder, documents, connections: [cache, locks] }, { cache, locks }, options);
  }

  override async close(): Promise<void> {
    await this.opened.documents.close();
    for (const connection of this.opened.connections) await connection.close();
    this.opened.folder?.close();
  }
}
