import {
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { AppError, Clock } from '#libs/kernel';
import { HealthChecks, HealthModule, Log } from '#libs/observability';
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
}

/** The ports of storage for everyone, bound to the adapters of the configured profile. Needs AppConfig, Clock and Log. */
@Module({})
export class StorageModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly adapters: StorageAdapters,
    private readonly health: HealthChecks,
  ) {}

  static forRoot({ collections }: StorageModuleOptions): DynamicModule {
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
          inject: [AppConfig, Clock, Log],
          useFactory: (config: AppConfig, clock: Clock, log: Log) =>
            openSealed(config, { collections, clock, log }),
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
  options: StorageModuleOptions & { clock: Clock; log: Log },
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
  options: StorageModuleOptions & { clock: Clock; log: Log },
): Promise<StorageAdapters> {
  if (config.storage.profile === 'cloud') {
    throw new AppError(
      'unavailable',
      'CLOUD_STORAGE_MISSING',
      'This version of Mneme stores on the machine itself only. Set STORAGE_PROFILE to embedded.',
    );
  }
  const indexes = options.collections.flatMap((collection) => collection.indexes);
  return EmbeddedStorage.open({ ...options, indexes, dataDir: config.storage.dataDir });
}

function lifecycleOf(adapters: StorageAdapters): DataLifecycle {
  const lifecycle = new DataLifecycle();
  for (const participant of adapters.participants) lifecycle.register(participant);
  return lifecycle;
}
