import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountDeletionModule, AccountsModule, DataProtectionModule } from '#libs/accounts';
import { ConfigModule, type AppConfig } from '#libs/config';
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
      ],
    };
  }
}

/** Opens it for as long as `work` takes. */
export async function withMaintenance<T>(
  config: AppConfig,
  work: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
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
