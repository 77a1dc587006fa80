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

/** Adds one account: see `addAccounts`. */
export async function addAccount(server: MnemeProcess): Promise<string> {
  const [token] = await addAccounts(server, 1);
  return token!;
}

/**
 * Adds accounts beside the owner's, and answers their tokens. There is no route for that yet; strangers' accounts are needed to see
 * whether owners are kept apart. The server must not run: on the embedded profile it alone may use its folder.
 */
export function addAccounts(server: Pick<MnemeProcess, 'env'>, count: number): Promise<string[]> {
  return withAccounts(server, async (users, identity) => {
    const tokens: string[] = [];
    for (let account = 0; account < count; account += 1) {
      const id = newId();
      await users.save({
        id,
        name: 'Eve',
        email: null,
        created_at: new Date(),
        time_zone: 'UTC',
        language: 'en',
        is_admin: false,
      });
      tokens.push(await identity.issueToken(id));
    }
    return tokens;
  });
}

/** Tokens that this server signed and must refuse: of somebody who has no account, and one that is over. The server must be stopped. */
export function refusedTokens(server: MnemeProcess): Promise<{ nobody: string; expired: string }> {
  return withAccounts(server, async (_, identity) => ({
    nobody: await identity.issueToken(newId()),
    expired: await identity.issueToken(newId(), { ttlMs: -1_000 }),
  }));
}

async function withAccounts<T>(
  { env }: Pick<MnemeProcess, 'env'>,
  task: (users: UsersRepository, identity: LocalIdentityProvider) => Promise<T>,
): Promise<T> {
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
  try {
    return await task(context.get(UsersRepository), context.get(LocalIdentityProvider));
  } finally {
    await context.close();
  }
}
