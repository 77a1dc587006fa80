import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountDeletionModule, AccountsModule, DataProtectionModule, SearchRebuild } from '#libs/accounts';
import { ConfigModule, type AppConfig } from '#libs/config';
import { ConversationTimersModule, RecordingSessionRepository } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { MemoryAuditModule, MemoryTimersModule } from '#libs/memories';
import { HealthModule, ObservabilityModule } from '#libs/observability';
import { FoundationModule, productCollections } from '#libs/product';
import { QueueModule } from '#libs/queue';
import { StorageModule } from '#libs/storage';
import { CaptureModule } from '#libs/transcription';

/** What a server holds, without anything that serves, listens or works on jobs. On the embedded profile the server must be stopped. */
@Module({})
export class MaintenanceModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: MaintenanceModule,
      providers: [SearchRebuild, RecordingSessionRepository],
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog({ ...config.log, level: 'silent' }),
        HealthModule,
        FoundationModule,
        StorageModule.forRoot({ collections: productCollections }),
        QueueModule.forRoot({ config }),
        AccountsModule,
        AccountDeletionModule,
        DataProtectionModule,
        CaptureModule,
        MemoryAuditModule,
        ConversationTimersModule,
        MemoryTimersModule,
      ],
    };
  }
}

/** Opens it for as long as `work` takes. Errors: `not_found` NO_DATA when there is no data folder yet and the command makes none. */
export async function withMaintenance<T>(
  config: AppConfig,
  work: (context: INestApplicationContext) => Promise<T>,
  { makesFolder = false } = {},
): Promise<T> {
  if (!makesFolder) await requireData(config);
  const context = await NestFactory.createApplicationContext(MaintenanceModule.forConfig(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

async function requireData({ storage: { profile, dataDir } }: AppConfig): Promise<void> {
  if (profile === 'cloud' || existsSync(join(dataDir, 'documents.db'))) return;
  throw new AppError(
    'not_found',
    'NO_DATA',
    `There is no data in ${dataDir}. Set DATA_DIR, or --data-dir, to the server's data folder.`,
    { path: dataDir },
  );
}
