import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metrics, SilentLog } from '#libs/observability';
import { ManualClock, type ContractSubject } from '#libs/kernel/testing';
import { SqliteJobQueue, type SqliteJobQueueOptions } from '../embedded/sqlite-job-queue.js';
import { JobRunner } from '../job-runner.js';
import type { JobQueueSubject } from './job-queue-subject.js';

interface Process {
  readonly queue: SqliteJobQueue;
  readonly clock: ManualClock;
  alive: boolean;
}

const START_MS = Date.UTC(2026, 2, 5, 16, 0, 0);
/** Processes take turns in steps this small, so that none runs ahead of the others. */
const STEP_MS = 50;

/** Makes a queue of its own options; a broken adapter is made by handing in another class. */
export type MakeQueue = (options: SqliteJobQueueOptions) => SqliteJobQueue;

/** A folder with a job table and the "processes" that share it, each with a clock of its own: a process whose clock stands still is dead. */
export class SqliteQueueSubject implements JobQueueSubject {
  /** Leases of others are released at start. */
  readonly reclaimedAfterMs = 40_000;
  private readonly processes: Process[] = [];
  private elapsedMs = 0;

  private constructor(
    private readonly dataDir: string,
    private readonly make: MakeQueue,
  ) {}

  static async create(
    make: MakeQueue = (options) => new SqliteJobQueue(options),
  ): Promise<ContractSubject<JobQueueSubject>> {
    const subject = new SqliteQueueSubject(await mkdtemp(join(tmpdir(), 'mneme-queue-')), make);
    return { subject, dispose: () => subject.dispose() };
  }

  readonly open = (): SqliteJobQueue => {
    const clock = new ManualClock(START_MS + this.elapsedMs);
    const log = new SilentLog();
    const runner = new JobRunner(clock, log, new Metrics());
    const queue = this.make({ dataDir: this.dataDir, clock, runner, log });
    this.processes.push({ queue, clock, alive: true });
    return queue;
  };

  readonly elapse = async (durationMs: number): Promise<void> => {
    for (let leftMs = durationMs; leftMs > 0; leftMs -= STEP_MS) {
      const stepMs = Math.min(STEP_MS, leftMs);
      this.elapsedMs += stepMs;
      for (const { clock, alive } of this.processes) if (alive) await clock.advance(stepMs);
    }
  };

  readonly crash = (queue: unknown): void => {
    for (const process of this.processes) if (process.queue === queue) process.alive = false;
  };

  private async dispose(): Promise<void> {
    for (const { queue, clock } of this.processes) {
      const stopping = queue.stop(0);
      await clock.advance(10_000);
      await stopping;
      queue.close();
    }
    await rm(this.dataDir, { recursive: true });
  }
}
