import { NestFactory } from '@nestjs/core';
import { Command, CommandRunner } from 'nest-commander';
import { OwnerBootstrap } from '#libs/accounts';
import { readConfig } from '#libs/config';
import { TokenModule } from './token.module.js';

@Command({
  name: 'token',
  description: 'Prints a new token of the owner, for another device or when the first one was lost.',
})
export class TokenCommand extends CommandRunner {
  async run(): Promise<void> {
    const context = await NestFactory.createApplicationContext(TokenModule.forConfig(await readConfig()), {
      logger: false,
      abortOnError: false,
    });
    try {
      process.stdout.write(`${await context.get(OwnerBootstrap).issueOwnerToken()}\n`);
    } finally {
      await context.close();
    }
  }
}
