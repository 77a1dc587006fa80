import { Module, type DynamicModule, type OnModuleInit, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { AppConfig } from '#libs/config';
import type { JobDefinition, JobPlace } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { HealthCheck, HealthChecks, HealthModule, Log, Metrics } from '#libs/observability';
import { SqliteJobQueue } from './embedded/sqlite-job-queue.js';
import { HandlerRegistry } from './handler-registry.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { QueueLifecycle, RunsJobs } from './queue-lifecycle.js';

export interface QueueModuleOptions {
  /** The same that is provided; given here because the profile decides which adapter is loaded. */
  readonly config: Pick<AppConfig, 'storage'>;
  /** Every job with a handler in this process's modules, one each. Left out: it only puts jobs in (command line tools). */
  readonly definitions?: readonly JobDefinition[];
  /** Which of them are run here; all, when left out. */
  readonly places?: readonly JobPlace[];
}

/** Provides JobQueue everywhere and runs the jobs. Expects `AppConfig`, `Clock`, `Log` and `Metrics` to be provided globally. */
@Module({})
export class QueueModule implements OnModuleInit {
  constructor(
    private readonly queue: JobQueue,
    private readonly health: HealthChecks,
  ) {}

  static async forRoot(options: QueueModuleOptions): Promise<DynamicModule> {
    const { definitions, places = ['anywhere', 'capture-node'] } = options;
    const runs: Provider[] = definitions
      ? [HandlerRegistry, QueueLifecycle, { provide: RunsJobs, useValue: { definitions, places } }]
      : [];
    const adapter = await adapterModule(options);
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule, HealthModule, adapter],
      providers: runs,
      exports: [adapter],
    };
  }

  onModuleInit(): void {
    this.health.register(new JobsCheck(this.queue));
  }
}

class JobsCheck extends HealthCheck {
  override readonly name = 'jobs';

  constructor(private readonly queue: JobQueue) {
    super();
  }
  override check(): Promise<void> {
    return this.queue.check();
  }
}

const jobRunner: Provider = {
  provide: JobRunner,
  inject: [Clock, Log, Metrics],
  useFactory: (clock: Clock, log: Log, metrics: Metrics) => new JobRunner(clock, log, metrics),
};

/** Provides and exports the adapter of the configured profile. Bull and its Redis client are loaded on the cloud profile only. */
async function adapterModule({ config, definitions = [] }: QueueModuleOptions): Promise<DynamicModule> {
  if (config.storage.cloud === null) return SqliteQueueModule.forFolder(config.storage.dataDir);
  const { BullQueueModule } = await import('./cloud/bull-queue.module.js');
  const names = definitions.map(({ name }) => name);
  return BullQueueModule.forJobs({ redisUrl: config.storage.cloud.redisUrl, names, jobRunner });
}

@Module({})
class SqliteQueueModule {
  static forFolder(dataDir: string): DynamicModule {
    const queue = {
      provide: JobQueue,
      inject: [Clock, JobRunner, Log],
      useFactory: (clock: Clock, runner: JobRunner, log: Log) =>
        new SqliteJobQueue({ dataDir, clock, runner, log }),
    };
    return { module: SqliteQueueModule, providers: [jobRunner, queue], exports: [JobQueue] };
  }
}
