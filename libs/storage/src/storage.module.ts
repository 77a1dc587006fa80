import {
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { HealthChecks, HealthModule, Log, Metrics } from '#libs/observability';
import type { CollectionDefinition } from './collection-definition.js';
import { MasterKeys } from './crypto/master-keys.js';
import { sealStorage, secretFileOf } from './crypto/seal-storage.js';
import { SealedStorage } from './crypto/sealed-storage.js';
import { SecretFile } from './crypto/secret-file.js';
import { EmbeddedStorage } from './embedded/embedded-storage.js';
import { BlobStore } from './ports/blob-store.js';
import { Cache } from './ports/cache.js';
import { DataLifecycle } from './ports/data-lifecycle.js';
import { DocumentStore } from './ports/document-store.js';
import { KeywordIndex } from './ports/keyword-index.js';
import { Locks } from './ports/locks.js';
import { VectorStore } from './ports/vector-store.js';
import { StorageAdapters } from './storage-adapters.js';

export interface StorageModuleOptions {
  /** Every collection whose documents this process may meet: what they are queried by, and what of them is encrypted. */
  readonly collections: readonly CollectionDefinition[];
  /** Whether this process records, so that the data folder must be its own on the cloud profile too. */
  readonly records?: boolean;
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The ports of storage for everyone, bound to the adapters of the configured profile. Needs AppConfig, Clock, Log and Metrics. */
@Module({})
export class StorageModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly adapters: StorageAdapters,
    private readonly health: HealthChecks,
  ) {}

  static forRoot(options: StorageModuleOptions): DynamicModule {
    return {
      module: StorageModule,
      global: true,
      imports: [HealthModule],
      providers: [
        {
          provide: SecretFile,
          inject: [AppConfig],
          useFactory: (config: AppConfig) => secretFileOf(config),
        },
        {
          provide: SealedStorage,
          inject: [AppConfig, Clock, Log, Metrics],
          useFactory: (config: AppConfig, clock: Clock, log: Log, metrics: Metrics) =>
            openSealed(config, { ...options, clock, log, metrics }),
        },
        { provide: StorageAdapters, useExisting: SealedStorage },
        {
          provide: MasterKeys,
          inject: [SealedStorage],
          useFactory: (storage: SealedStorage) => storage.masters,
        },
        ...PORTS,
        { provide: DataLifecycle, inject: [StorageAdapters], useFactory: lifecycleOf },
      ],
      exports: [
        DocumentStore,
        VectorStore,
        KeywordIndex,
        BlobStore,
        Cache,
        Locks,
        DataLifecycle,
        SealedStorage,
        SecretFile,
        MasterKeys,
      ],
    };
  }

  onModuleInit(): void {
    for (const check of this.adapters.healthChecks) this.health.register(check);
  }

  /** The last of Nest's hooks: whoever writes on the way down has written by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.adapters.close();
  }
}

const PORTS: Provider[] = [
  bound(DocumentStore, (adapters) => adapters.documents),
  bound(VectorStore, (adapters) => adapters.vectors),
  bound(KeywordIndex, (adapters) => adapters.keywords),
  bound(BlobStore, (adapters) => adapters.blobs),
  bound(Cache, (adapters) => adapters.cache),
  bound(Locks, (adapters) => adapters.locks),
];

function bound<Port>(
  port: abstract new (...args: never[]) => Port,
  of: (adapters: StorageAdapters) => Port,
): Provider {
  return { provide: port, inject: [StorageAdapters], useFactory: of };
}

async function openSealed(
  config: AppConfig,
  options: StorageModuleOptions & Surroundings,
): Promise<SealedStorage> {
  const adapters = await openAdapters(config, options);
  try {
    return await sealStorage(adapters, config, options);
  } catch (error) {
    await adapters.close();
    throw error;
  }
}

async function openAdapters(
  config: AppConfig,
  options: StorageModuleOptions & Surroundings,
): Promise<StorageAdapters> {
  const { dataDir, cloud } = config.storage;
  const indexes = options.collections.flatMap((collection) => collection.indexes);
  if (cloud === null) return EmbeddedStorage.open({ ...options, indexes, dataDir });
  const { CloudStorage } = await import('./cloud/cloud-storage.js');
  return CloudStorage.open({ ...options, cloud, indexes, captureDir: options.records ? dataDir : null });
}

function lifecycleOf(adapters: StorageAdapters): DataLifecycle {
  const lifecycle = new DataLifecycle(() => adapters.scrub());
  for (const participant of adapters.participants) lifecycle.register(participant);
  return lifecycle;
}
