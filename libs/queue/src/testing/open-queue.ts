import Bull from 'bull';
import { SystemClock, type Clock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { BullConnections, type BullTimings } from '../cloud/bull-connections.js';
import { BullJobQueue } from '../cloud/bull-job-queue.js';
import { SqliteJobQueue } from '../embedded/sqlite-job-queue.js';
import { JobRunner } from '../job-runner.js';

/** Where jobs are: a folder, or a prefix in a Redis. */
export type JobStoreAddress =
  | { readonly kind: 'sqlite'; readonly dataDir: string }
  | {
      readonly kind: 'bull';
      readonly redisUrl: string;
      readonly prefix: string;
      readonly timings?: BullTimings;
    };

/** A queue as the product opens it, in real time and without a log. */
export function openQueue(
  at: JobStoreAddress,
  clock: Clock = new SystemClock(),
): SqliteJobQueue | BullJobQueue {
  const log = new SilentLog();
  const runner = new JobRunner(clock, log, new Metrics());
  if (at.kind === 'sqlite') return new SqliteJobQueue({ dataDir: at.dataDir, clock, runner, log });
  const connections = new BullConnections({ ...at, log });
  const queueOf = (name: string) => new Bull(name, connections.queueOptions);
  return new BullJobQueue({ connections, queueOf, clock, runner, log });
}
