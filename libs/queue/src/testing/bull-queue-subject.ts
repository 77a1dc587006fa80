import Bull from 'bull';
import { Redis } from 'ioredis';
import { newId, SystemClock, type Cancel } from '#libs/kernel';
import type { ContractSubject } from '#libs/kernel/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { BullConnections } from '../cloud/bull-connections.js';
import { BullJobQueue, type BullJobQueueOptions } from '../cloud/bull-job-queue.js';
import { JobRunner } from '../job-runner.js';
import type { JobQueueSubject } from './job-queue-subject.js';

/** Real time that can be stopped for one process: what waits for it waits for ever. */
class StoppableClock extends SystemClock {
  stopped = false;

  override after(delayMs: number, task: () => void): Cancel {
    return super.after(delayMs, () => {
      if (!this.stopped) task();
    });
  }
  stop(): void {
    this.stopped = true;
  }
}

interface Process {
  readonly queue: BullJobQueue;
  readonly clock: StoppableClock;
  readonly bulls: readonly Bull.Queue[];
}

/** Bull's own times are 30 s; tests have no patience. */
const TIMINGS = { lockMs: 1_000, tendEveryMs: 250, stalledEveryMs: 300 };

/** Makes a queue of its own options; a broken adapter is made by handing in another class. */
export type MakeBullQueue = (options: BullJobQueueOptions) => BullJobQueue;

/** A prefix in a real Redis and the "processes" that share it, in real time. */
export class BullQueueSubject implements JobQueueSubject {
  /** The lock ends, two looks for jobs without one follow. */
  readonly reclaimedAfterMs = 2_500;
  private readonly processes: Process[] = [];
  private readonly prefix = `test-${newId()}`;

  private constructor(
    private readonly redisUrl: string,
    private readonly make: MakeBullQueue,
  ) {}

  static create(
    redisUrl: string,
    make: MakeBullQueue = (options) => new BullJobQueue(options),
  ): ContractSubject<JobQueueSubject> {
    const subject = new BullQueueSubject(redisUrl, make);
    return { subject, dispose: () => subject.dispose() };
  }

  readonly open = (): BullJobQueue => {
    const clock = new StoppableClock();
    const log = new SilentLog();
    const connections = new BullConnections({
      redisUrl: this.redisUrl,
      prefix: this.prefix,
      log,
      timings: TIMINGS,
    });
    const bulls: Bull.Queue[] = [];
    const queueOf = (name: string) => {
      const bull = new Bull(name, connections.queueOptions);
      bulls.push(bull);
      return bull;
    };
    const runner = new JobRunner(clock, log, new Metrics());
    const queue = this.make({ connections, queueOf, clock, runner, log });
    this.processes.push({ queue, clock, bulls });
    return queue;
  };

  readonly elapse = (durationMs: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, durationMs));

  /** Without its clock no lock is prolonged, and a closed Bull queue fetches nothing; answers still arrive. */
  readonly crash = async (queue: unknown): Promise<void> => {
    const process = this.processes.find((each) => each.queue === queue);
    process?.clock.stop();
    await Promise.all((process?.bulls ?? []).map((bull) => bull.close(true)));
  };

  private async dispose(): Promise<void> {
    const living = this.processes.filter(({ clock }) => !clock.stopped);
    await Promise.all(living.map(({ queue }) => queue.stop(0)));
    for (const { queue } of this.processes) queue.close();
    const redis = new Redis(this.redisUrl);
    const keys = await redis.keys(`${this.prefix}:*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
  }
}
