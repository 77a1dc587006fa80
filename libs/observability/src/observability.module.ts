import { Module, type DynamicModule } from '@nestjs/common';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { PinoLog, type PinoLogOptions } from './pino-log.js';

/** Provides Log and Metrics everywhere. */
@Module({})
export class ObservabilityModule {
  static forLog(options: PinoLogOptions): DynamicModule {
    return {
      module: ObservabilityModule,
      global: true,
      providers: [
        { provide: Log, useFactory: () => new PinoLog(options) },
        { provide: Metrics, useFactory: () => new Metrics({ process: true }) },
      ],
      exports: [Log, Metrics],
    };
  }
}
