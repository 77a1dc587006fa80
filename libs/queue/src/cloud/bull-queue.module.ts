import { BullModule, getQueueToken } from '@nestjs/bull';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type Bull from 'bull';
import { AppError, Clock } from '#libs/kernel';
import { Log } from '#libs/observability';
import { JobQueue } from '../job-queue.js';
import { JobRunner } from '../job-runner.js';
import { BullConnections } from './bull-connections.js';
import { BullJobQueue } from './bull-job-queue.js';

export interface BullQueueModuleOptions {
  readonly redisUrl: string;
  /** Of all jobs that this process may run or show: one Bull queue each, injectable by `@nestjs/bull`'s token. */
  readonly names: readonly string[];
  readonly jobRunner: Provider;
}

/** JobQueue in Redis. Loaded on the cloud profile only. */
@Module({})
export class BullQueueModule {
  static forJobs({ redisUrl, names, jobRunner }: BullQueueModuleOptions): DynamicModule {
    const connections = BullConnectionsModule.to(redisUrl);
    const shared = BullModule.forRootAsync({
      imports: [connections],
      inject: [BullConnections],
      useFactory: (open: BullConnections) => open.queueOptions,
    });
    const queues = BullModule.registerQueue(...names.map((name) => ({ name })));
    const queue = {
      provide: JobQueue,
      inject: [BullConnections, Clock, JobRunner, Log, ...names.map((name) => getQueueToken(name))],
      useFactory: (
        open: BullConnections,
        clock: Clock,
        runner: JobRunner,
        log: Log,
        ...bulls: Bull.Queue[]
      ) => new BullJobQueue({ connections: open, queueOf: finderIn(bulls), clock, runner, log }),
    };
    return {
      module: BullQueueModule,
      imports: [connections, shared, queues],
      providers: [jobRunner, queue],
      exports: [JobQueue],
    };
  }
}

@Module({})
class BullConnectionsModule {
  static to(redisUrl: string): DynamicModule {
    const connections = {
      provide: BullConnections,
      inject: [Log],
      useFactory: (log: Log) => new BullConnections({ redisUrl, log }),
    };
    return { module: BullConnectionsModule, providers: [connections], exports: [BullConnections] };
  }
}

function finderIn(queues: readonly Bull.Queue[]): (name: string) => Bull.Queue {
  return (name) => {
    const queue = queues.find((each) => each.name === name);
    if (!queue) throw new AppError('bug', 'JOB_UNKNOWN', `No Bull queue was registered for ${name}.`);
    return queue;
  };
}
