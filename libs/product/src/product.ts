import type { DynamicModule, Type } from '@nestjs/common';
import {
  AccountDeletionModule,
  AccountsModule,
  DataProtectionModule,
  accountCollections,
  accountJobs,
  protectionJobs,
} from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { AppsModule, appCollections } from '#libs/apps';
import { ChatModule, chatCollections } from '#libs/chat';
import { ConfigModule, type AppConfig, type CloudConfig } from '#libs/config';
import type { JobDefinition, JobPlace } from '#libs/contracts';
import { ConversationsModule, conversationCollections, conversationJobs } from '#libs/conversations';
import { MemoriesModule, memoryCollections, memoryJobs } from '#libs/memories';
import { HealthModule, ObservabilityModule } from '#libs/observability';
import { QueueModule } from '#libs/queue';
import { StorageModule, type CollectionDefinition } from '#libs/storage';
import { TranscriptionModule } from '#libs/transcription';

/** Every job of the product. */
export const productJobs: readonly JobDefinition[] = [
  ...accountJobs,
  ...protectionJobs,
  ...conversationJobs,
  ...memoryJobs,
];

/** Every collection of the product. */
export const productCollections: readonly CollectionDefinition[] = [
  ...accountCollections,
  ...conversationCollections,
  ...memoryCollections,
  ...appCollections,
  ...chatCollections,
];

export interface ProductOptions {
  readonly config: AppConfig;
  /** Which jobs this process runs. */
  readonly runsJobsOf: readonly JobPlace[];
  /** Whether devices record here. */
  readonly records?: boolean;
}

type Imported = Type | DynamicModule | Promise<DynamicModule>;

/**
 * Everything that a process of the product is made of but its doors: one list, so that the server and the worker cannot drift apart.
 * Besides it a process imports what provides `Clock` and `AppEventBus` globally.
 */
export function productModules({ config, runsJobsOf, records = false }: ProductOptions): Imported[] {
  return [
    ConfigModule.forConfig(config),
    ObservabilityModule.forLog(config.log),
    HealthModule,
    StorageModule.forRoot({ collections: productCollections, records }),
    QueueModule.forRoot({ config, definitions: productJobs, places: runsJobsOf }),
    AiModule,
    AccountsModule,
    AccountDeletionModule,
    DataProtectionModule,
    TranscriptionModule,
    ConversationsModule,
    MemoriesModule,
    AppsModule,
    ChatModule,
    ...(config.storage.cloud ? [fanoutModule(config.storage.cloud)] : []),
  ];
}

async function fanoutModule(cloud: CloudConfig): Promise<DynamicModule> {
  const { FanoutModule } = await import('./fanout/fanout.module.js');
  return FanoutModule.forCloud(cloud);
}
