import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { JobDefinition } from '#libs/contracts';
import { AppError, currentContext, newId, type Cancel, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import { JobQueue } from '../job-queue.js';
import type {
  DeadLetter,
  EnqueuedJob,
  EnqueueOptions,
  JobMatch,
  QueueCounts,
  RegisteredHandler,
} from '../job-queue.js';
import type { JobRunner } from '../job-runner.js';
import { parsePayload } from '../job-payload.js';
import { JobLane } from './job-lane.js';
import { JobTable, type Lease } from './job-table.js';

export interface SqliteJobQueueOptions {
  /** Holds `jobs.db`; made when it is not there. One process at a time runs jobs from it. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly runner: JobRunner;
  readonly log: Log;
}

/** A process that is silent for this long has lost its jobs. */
export const LEASE_MS = 30_000;
/** Two renewals may fail before a lease ends. */
const TEND_EVERY_MS = 10_000;

/**
 * The queue as a SQLite table, synced at each change. An enqueue wakes its lane at once, a timer wakes it when the next job falls due; every
 * ten seconds leases are renewed, those that ran out are released, and all lanes look again (another process may have put something in).
 */
export class SqliteJobQueue extends JobQueue implements OnApplicationShutdown {
  private readonly table: JobTable;
  private readonly owner = newId();
  private readonly lanes = new Map<string, JobLane>();
  private cancelTending: Cancel = () => {};

  constructor(private readonly options: SqliteJobQueueOptions) {
    super();
    this.table = openTable(options.dataDir);
  }

  override async enqueue<P>(
    definition: JobDefinition<P>,
    payload: P,
    { delayMs = 0 }: EnqueueOptions = {},
  ): Promise<EnqueuedJob> {
    const parsed = parsePayload(definition, payload);
    const job = {
      id: newId(),
      name: definition.name,
      payload: JSON.stringify(parsed),
      dedupeKey: definition.dedupeKey(parsed),
      runAtMs: this.options.clock.nowMs() + delayMs,
      requestId: currentContext()?.requestId ?? null,
      rerun: definition.rerun,
    };
    const inserting = this.change(() => this.table.insert(job));
    this.lanes.get(definition.name)?.wake();
    const id = await inserting;
    return { id, duplicate: id !== job.id };
  }

  override cancel<P>(definition: JobDefinition<P>, payload: P): Promise<boolean> {
    return this.change(() => this.table.cancel(definition.name, definition.dedupeKey(payload)));
  }

  override isPending<P>(definition: JobDefinition<P>, payload: P): Promise<boolean> {
    return this.read(() => this.table.isLive(definition.name, definition.dedupeKey(payload)));
  }

  /** The process that ran jobs from this folder before is gone, so what it left active is released without waiting for its leases to end. */
  override async start(handlers: readonly RegisteredHandler[]): Promise<void> {
    const { clock, log, runner } = this.options;
    const released = await this.change(() => this.table.release(clock.nowMs(), this.owner));
    if (released > 0) log.info('jobs of a process that died are taken up again', { count: released });
    const support = { table: this.table, runner, clock, log, owner: this.owner, leaseMs: LEASE_MS };
    for (const handler of handlers) this.lanes.set(handler.definition.name, new JobLane(handler, support));
    this.wakeAll();
    this.tendLater();
  }

  override async stop(graceMs: number): Promise<void> {
    const lanes = [...this.lanes.values()];
    for (const lane of lanes) lane.stopTaking();
    const idle = Promise.all(lanes.map((lane) => lane.idle()));
    const outOfPatience = this.options.clock.after(graceMs, () => {
      for (const lane of lanes) lane.giveAllBack();
    });
    await idle;
    outOfPatience();
    this.cancelTending();
  }

  override counts(): Promise<QueueCounts> {
    return this.read(() => this.table.counts(this.options.clock.nowMs()));
  }

  override countsByName(): Promise<Readonly<Record<string, QueueCounts>>> {
    return this.read(() => this.table.countsByName(this.options.clock.nowMs()));
  }

  override deadLetters(limit: number): Promise<DeadLetter[]> {
    return this.read(() => this.table.deadLetters(limit));
  }

  override async retryDeadLetter(id: string): Promise<boolean> {
    const found = await this.change(() => this.table.revive(id, this.options.clock.nowMs()));
    this.wakeAll();
    return found;
  }

  override forget(match: JobMatch): Promise<number> {
    return this.change(() => this.table.forget(match));
  }

  override count(match: JobMatch): Promise<number> {
    return this.read(() => this.table.count(match));
  }

  override async check(): Promise<void> {
    await this.change(() => undefined);
  }

  /** What is wrong inside the file, in SQLite's words. Reads all of it: for `doctor`, not for a server that is busy. */
  integrityCheck(): Promise<string[]> {
    return this.read(() => this.table.integrityCheck());
  }

  /** Closes the file when the application has shut down; afterwards every call answers `unavailable`. */
  onApplicationShutdown(): void {
    this.close();
  }

  /** Call it after `stop`. */
  close(): void {
    this.table.close();
  }

  private wakeAll(): void {
    for (const lane of this.lanes.values()) lane.wake();
  }

  private tendLater(): void {
    this.cancelTending = this.options.clock.after(TEND_EVERY_MS, () => {
      void this.tend();
      this.tendLater();
    });
  }

  private async tend(): Promise<void> {
    try {
      const lanes = [...this.lanes.values()];
      const lost = await this.table.commit(() => this.renewAndRelease(lanes));
      for (const lane of lanes) lane.lose(lost);
      this.wakeAll();
    } catch {
      this.options.log.error('leases of jobs could not be renewed', {
        'error.code': 'JOB_STORE_UNAVAILABLE',
      });
    }
  }

  /** Own leases first: a process that was held up for long has not lost what nobody else took. */
  private renewAndRelease(lanes: readonly JobLane[]): Lease[] {
    const nowMs = this.options.clock.nowMs();
    const lost = this.table.renew(
      lanes.flatMap((lane) => lane.leases),
      nowMs + LEASE_MS,
    );
    this.table.release(nowMs);
    return lost;
  }

  private async change<T>(changes: () => T): Promise<T> {
    try {
      return await this.table.commit(changes);
    } catch (error) {
      throw explained(error);
    }
  }

  private read<T>(query: () => T): Promise<T> {
    try {
      return Promise.resolve(query());
    } catch (error) {
      return Promise.reject(explained(error));
    }
  }
}

function openTable(dataDir: string): JobTable {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return new JobTable(join(dataDir, 'jobs.db'));
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message =
    'The job queue cannot be written or read. Check that the disk is not full and that DATA_DIR can be written.';
  return new AppError('unavailable', 'JOB_STORE_UNAVAILABLE', message, {}, { cause: error });
}
