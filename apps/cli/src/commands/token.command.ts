import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandRunner, Option } from 'nest-commander';
import { LocalIdentityProvider, OwnerBootstrap, UsersRepository } from '#libs/accounts';
import { readConfig } from '#libs/config';
import { AppError } from '#libs/kernel';
import { TokenModule } from './token.module.js';

interface TokenOptions {
  account?: string;
}

@Command({
  name: 'token',
  description: 'Prints a new token of the owner, for another device or when the first one was lost.',
})
export class TokenCommand extends CommandRunner {
  async run(_: string[], { account }: TokenOptions): Promise<void> {
    const context = await NestFactory.createApplicationContext(TokenModule.forConfig(await readConfig()), {
      logger: false,
      abortOnError: false,
    });
    try {
      const token = account
        ? await tokenOf(context, account)
        : await context.get(OwnerBootstrap).issueOwnerToken();
      process.stdout.write(`${token}\n`);
    } finally {
      await context.close();
    }
  }

  @Option({
    flags: '-a, --account <uid>',
    description:
      'for this account instead of the owner, e.g. one that Omi’s own backend made in the same Firestore',
  })
  parseAccount(uid: string): string {
    return uid;
  }
}

/** Whoever may start this command may read everything anyway. */
async function tokenOf(context: INestApplicationContext, uid: string): Promise<string> {
  if (await context.get(UsersRepository).find(uid)) return context.get(LocalIdentityProvider).issueToken(uid);
  throw new AppError(
    'not_found',
    'ACCOUNT_MISSING',
    `There is no account ${uid}. Check the id, and that this is the right installation.`,
  );
}
