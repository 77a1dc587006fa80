import type { OnApplicationShutdown } from '@nestjs/common';
import type Bull from 'bull';
import type { JobDefinition } from '#libs/contracts';
import { currentContext, newId, type Cancel, type Clock } from '#libs/kernel';
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
import { parsePayload } from '../job-payload.js';
import type { JobRunner } from '../job-runner.js';
import type { BullConnections } from './bull-connections.js';
import { BullLane } from './bull-lane.js';
import { BullStore } from './bull-store.js';

export interface BullJobQueueOptions {
  readonly connections: BullConnections;
  /** The Bull queue that carries the jobs of this name; asked for only when they are run here. */
  readonly queueOf: (jobName: string) => Bull.Queue;
  readonly clock: Clock;
  readonly runner: JobRunner;
  readonly log: Log;
}

/**
 * The queue in Redis, through Bull: one Bull queue per job name. Durable as far as Redis is (`appendonly yes`, `appendfsync always`).
 * While Redis is away `enqueue` answers `unavailable` at once, running jobs go on and write their outcome when it is back, and the
 * workers go on by themselves.
 */
export class BullJobQueue extends JobQueue implements OnApplicationShutdown {
  private readonly store: BullStore;
  private readonly lanes: BullLane[] = [];
  private cancelTending: Cancel = () => {};

  constructor(private readonly options: BullJobQueueOptions) {
    super();
    this.store = new BullStore(options.connections.client, options.connections.prefix);
  }

  override async enqueue<P>(
    definition: JobDefinition<P>,
    payload: P,
    { delayMs = 0 }: EnqueueOptions = {},
  ): Promise<EnqueuedJob> {
    const parsed = parsePayload(definition, payload);
    const nowMs = this.options.clock.nowMs();
    const ticket = newId();
    const id = await this.store.enqueue({
      name: definition.name,
      dedupeKey: definition.dedupeKey(parsed),
      ticket,
      payload: JSON.stringify(parsed),
      requestId: currentContext()?.requestId ?? null,
      nowMs,
      runAtMs: nowMs + delayMs,
      rerun: definition.rerun,
    });
    return { id, duplicate: id !== ticket };
  }

  override cancel<P>(definition: JobDefinition<P>, payload: P): Promise<boolean> {
    return this.store.cancel(definition.name, definition.dedupeKey(payload));
  }

  override isPending<P>(definition: JobDefinition<P>, payload: P): Promise<boolean> {
    return this.store.isLive(definition.name, definition.dedupeKey(payload));
  }

  /** @throws AppError `unavailable` when Redis is away or may drop jobs: a worker that cannot keep them shall not start */
  override async start(handlers: readonly RegisteredHandler[]): Promise<void> {
    const { connections, queueOf, clock, runner, log } = this.options;
    await connections.checkAtOpen();
    const support = { store: this.store, runner, clock, log, lockMs: connections.timings.lockMs };
    for (const handler of handlers) {
      const lane = new BullLane(queueOf(handler.definition.name), handler, support);
      this.lanes.push(lane);
      lane.start();
    }
    this.tendLater();
  }

  override async stop(graceMs: number): Promise<void> {
    for (const lane of this.lanes) lane.stopTaking();
    const idle = Promise.all(this.lanes.map((lane) => lane.idle()));
    const outOfPatience = this.options.clock.after(graceMs, () => {
      for (const lane of this.lanes) lane.giveAllBack();
    });
    await idle;
    outOfPatience();
    this.cancelTending();
  }

  override async counts(): Promise<QueueCounts> {
    const sum = { waiting: 0, delayed: 0, active: 0, dead: 0 };
    for (const counts of Object.values(await this.countsByName())) {
      sum.waiting += counts.waiting;
      sum.delayed += counts.delayed;
      sum.active += counts.active;
      sum.dead += counts.dead;
    }
    return sum;
  }

  override countsByName(): Promise<Readonly<Record<string, QueueCounts>>> {
    return this.store.countsByName(this.options.clock.nowMs());
  }

  override deadLetters(limit: number): Promise<DeadLetter[]> {
    return this.store.deadLetters(limit);
  }

  override retryDeadLetter(id: string): Promise<boolean> {
    return this.store.revive(id);
  }

  override forget(match: JobMatch): Promise<number> {
    return this.store.forget(match);
  }

  override count(match: JobMatch): Promise<number> {
    return this.store.count(match);
  }

  override check(): Promise<void> {
    return this.options.connections.check();
  }

  /** Closes the connections when the application has shut down; afterwards every call answers `unavailable`. */
  onApplicationShutdown(): void {
    this.close();
  }

  /** Call it after `stop`. */
  close(): void {
    this.options.connections.close();
  }

  private tendLater(): void {
    const { clock, connections } = this.options;
    this.cancelTending = clock.after(connections.timings.tendEveryMs, () => {
      void this.tend();
      this.tendLater();
    });
  }

  private async tend(): Promise<void> {
    const results = await Promise.allSettled(this.lanes.map((lane) => lane.tend()));
    if (results.some(({ status }) => status === 'rejected'))
      this.options.log.error('locks of jobs could not be prolonged', {
        'error.code': 'JOB_STORE_UNAVAILABLE',
      });
  }
}
