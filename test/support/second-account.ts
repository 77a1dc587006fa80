import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { accountCollections, AccountsModule, LocalIdentityProvider, UsersRepository } from '#libs/accounts';
import { ConfigModule, loadConfig } from '#libs/config';
import { Clock, newId, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { StorageModule } from '#libs/storage';
import type { MnemeProcess } from './mneme-process.js';

@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class AccountsOnly {}

/**
 * Adds another account beside the owner's, and answers its token. There is no route for that yet; a stranger's account is needed to see
 * whether owners are kept apart. The server must be stopped: on the embedded profile it alone may use its folder.
 */
export async function addAccount({ env }: MnemeProcess): Promise<string> {
  const config = loadConfig({ ...env, LOG_LEVEL: 'silent' });
  const context = await NestFactory.createApplicationContext(
    {
      module: AccountsOnly,
      global: true,
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog(config.log),
        StorageModule.forRoot({ collections: accountCollections }),
        AccountsModule,
      ],
    },
    { logger: false, abortOnError: false },
  );
  const id = newId();
  await context.get(UsersRepository).save({
    id,
    name: 'Eve',
    email: null,
    created_at: new Date(),
    time_zone: 'UTC',
    language: 'en',
    is_admin: false,
  });
  const token = await context.get(LocalIdentityProvider).issueToken(id);
  await context.close();
  return token;
}
