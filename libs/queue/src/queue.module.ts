import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppConfig } from '#libs/config';
import type { JobDefinition } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { Log, Metrics } from '#libs/observability';
import { SqliteJobQueue } from './embedded/sqlite-job-queue.js';
import { HandlerRegistry } from './handler-registry.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { QueueLifecycle, RunsJobs } from './queue-lifecycle.js';

export interface QueueModuleOptions {
  /** The jobs that this process runs, each with one `@JobHandler` in its modules. Left out: it only puts jobs in (command line tools). */
  readonly definitions?: readonly JobDefinition[];
}

/** Provides JobQueue everywhere and runs the jobs. Expects `AppConfig`, `Clock`, `Log` and `Metrics` to be provided globally. */
@Module({})
export class QueueModule {
  static forRoot({ definitions }: QueueModuleOptions): DynamicModule {
    const runs: Provider[] = definitions
      ? [HandlerRegistry, QueueLifecycle, { provide: RunsJobs, useValue: { definitions } }]
      : [];
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: JobRunner,
          inject: [Clock, Log, Metrics],
          useFactory: (clock: Clock, log: Log, metrics: Metrics) => new JobRunner(clock, log, metrics),
        },
        {
          provide: JobQueue,
          inject: [AppConfig, Clock, JobRunner, Log],
          useFactory: (config: AppConfig, clock: Clock, runner: JobRunner, log: Log) =>
            new SqliteJobQueue({ dataDir: config.storage.dataDir, clock, runner, log }),
        },
        ...runs,
      ],
      exports: [JobQueue],
    };
  }
}
