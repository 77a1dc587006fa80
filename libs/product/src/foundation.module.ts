import { Global, Module } from '@nestjs/common';
import { AppEventBus } from '#libs/contracts';
import { Clock, SystemClock, toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';

/** What every lib expects to find: the time and the process's one bus of events. */
@Global()
@Module({
  providers: [
    { provide: Clock, useValue: new SystemClock() },
    {
      provide: AppEventBus,
      inject: [Log],
      useFactory: (log: Log) =>
        new AppEventBus((_, error) =>
          log.error('a listener of an event failed', { 'error.code': toAppError(error).code }),
        ),
    },
  ],
  exports: [Clock, AppEventBus],
})
export class FoundationModule {}
