import { Module, type DynamicModule } from '@nestjs/common';
import type { CloudConfig } from '#libs/config';
import { AppEventBus } from '#libs/contracts';
import { Log } from '#libs/observability';
import { Fanout } from './fanout.js';
import { RedisFanout } from './redis-fanout.js';

@Module({})
export class FanoutModule {
  static forCloud({ redisUrl }: CloudConfig): DynamicModule {
    return {
      module: FanoutModule,
      providers: [
        {
          provide: Fanout,
          inject: [AppEventBus, Log],
          useFactory: (bus: AppEventBus, log: Log) => new RedisFanout(redisUrl, bus, log),
        },
      ],
      exports: [Fanout],
    };
  }
}
