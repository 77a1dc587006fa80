import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule, loadConfig } from '#libs/config';
import { Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { productCollections } from '#libs/product';
import { BlobStore, DocumentStore, KeywordIndex, StorageModule, VectorStore } from '#libs/storage';
import type { MnemeProcess } from './mneme-process.js';

@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class StorageOnly {}

export interface OpenedStorage {
  readonly documents: DocumentStore;
  readonly keywords: KeywordIndex;
  readonly vectors: VectorStore;
  readonly blobs: BlobStore;
}

/** What a server has stored, read as its own repositories read it. The server must not run: on the embedded profile it alone may use its folder. */
export async function withStorageOf<T>(
  { env }: Pick<MnemeProcess, 'env'>,
  task: (storage: OpenedStorage) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ ...env, LOG_LEVEL: 'silent' });
  const context = await NestFactory.createApplicationContext(
    {
      module: StorageOnly,
      global: true,
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog(config.log),
        StorageModule.forRoot({ collections: productCollections }),
      ],
    },
    { logger: false, abortOnError: false },
  );
  try {
    return await task({
      documents: context.get(DocumentStore),
      keywords: context.get(KeywordIndex),
      vectors: context.get(VectorStore),
      blobs: context.get(BlobStore),
    });
  } finally {
    await context.close();
  }
}
