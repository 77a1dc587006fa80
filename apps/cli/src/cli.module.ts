import { Module } from '@nestjs/common';
import { Clock, SystemClock } from '#libs/kernel';
import { DemoCommand } from './commands/demo.command.js';
import { StreamCommand } from './commands/stream.command.js';
import { TokenCommand } from './commands/token.command.js';

@Module({ providers: [{ provide: Clock, useClass: SystemClock }, DemoCommand, StreamCommand, TokenCommand] })
export class CliModule {}
