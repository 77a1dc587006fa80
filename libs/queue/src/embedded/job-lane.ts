import type { Cancel, Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import { GiveJobBack, type AttemptOutcome } from '../attempt-outcome.js';
import type { RegisteredHandler } from '../job-queue.js';
import type { JobRunner } from '../job-runner.js';
import type { ClaimedJob, JobTable, Lease, WaitAgain } from './job-table.js';

/** What all lanes of one queue share. */
export interface LaneSupport {
  readonly table: JobTable;
  readonly runner: JobRunner;
  readonly clock: Clock;
  readonly log: Log;
  /** Of this process, in leases. */
  readonly owner: string;
  readonly leaseMs: number;
}

interface RunningJob {
  readonly lease: Lease;
  readonly abort: AbortController;
}

/** Runs the jobs of one name, as many at once as its definition allows. Looks into the table when woken and when the next job falls due. */
export class JobLane {
  private readonly running = new Set<RunningJob>();
  private cancelTimer: Cancel = () => {};
  private lookScheduled = false;
  private stopped = false;
  private onIdle: () => void = () => {};

  constructor(
    private readonly handler: RegisteredHandler,
    private readonly support: LaneSupport,
  ) {}

  /** Looks for due jobs in the event loop's next turn, so that a long row of short jobs leaves room for everything else. */
  wake(): void {
    if (this.lookScheduled || this.stopped) return;
    this.lookScheduled = true;
    setImmediate(() => {
      this.lookScheduled = false;
      if (!this.stopped) this.guarded(() => this.look());
    });
  }

  get leases(): Lease[] {
    return [...this.running].map(({ lease }) => lease);
  }

  /** Tells the handlers of jobs that another process took over to stop. */
  lose(lost: readonly Lease[]): void {
    for (const job of this.running) if (lost.includes(job.lease)) job.abort.abort(new GiveJobBack());
  }

  stopTaking(): void {
    this.stopped = true;
    this.cancelTimer();
  }

  /** Resolves when nothing runs any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.onIdle = resolve;
      this.tellWhenIdle();
    });
  }

  giveAllBack(): void {
    for (const { abort } of this.running) abort.abort(new GiveJobBack());
  }

  private look(): void {
    this.cancelTimer();
    const free = this.handler.definition.concurrency - this.running.size;
    if (free <= 0) return;
    const { table, clock, owner, leaseMs } = this.support;
    const { name } = this.handler.definition;
    const nowMs = clock.nowMs();
    const claimed = table.claim({ name, limit: free, owner, nowMs, leaseUntilMs: nowMs + leaseMs });
    for (const job of claimed) void this.runOne(job);
    if (claimed.length < free) this.wakeWhenDue(table.nextRunAtMs(name));
  }

  private wakeWhenDue(runAtMs: number | null): void {
    if (runAtMs === null) return;
    const delayMs = Math.max(0, runAtMs - this.support.clock.nowMs());
    this.cancelTimer = this.support.clock.after(delayMs, () => this.wake());
  }

  private async runOne(job: ClaimedJob): Promise<void> {
    const entry: RunningJob = { lease: job, abort: new AbortController() };
    this.running.add(entry);
    const outcome = await this.support.runner.run({
      handler: this.handler,
      jobId: job.id,
      number: job.attempts,
      payload: JSON.parse(job.payload),
      requestId: job.requestId,
      giveBack: entry.abort.signal,
    });
    this.guarded(() => this.settle(job, outcome));
    this.running.delete(entry);
    this.tellWhenIdle();
    this.wake();
  }

  private settle(lease: Lease, outcome: AttemptOutcome): void {
    if (this.record(lease, outcome)) return;
    this.support.log.warn('job ended after its lease was lost; its outcome is left to the new holder', {
      'job.id': lease.id,
      'job.name': this.handler.definition.name,
      outcome: outcome.kind,
    });
  }

  private record(lease: Lease, outcome: AttemptOutcome): boolean {
    const { table, clock } = this.support;
    const nowMs = clock.nowMs();
    const again = (wait: WaitAgain) => table.waitAgain(lease, wait);
    switch (outcome.kind) {
      case 'done':
        return table.finish(lease, nowMs);
      case 'retry':
        return again({ runAtMs: nowMs + outcome.delayMs, attempts: 'count', errorCode: outcome.errorCode });
      case 'reschedule':
        return again({ runAtMs: nowMs + outcome.delayMs, attempts: 'reset', errorCode: null });
      case 'given_back':
        return again({ runAtMs: nowMs, attempts: 'uncount', errorCode: null });
      case 'dead':
        return table.bury(lease, outcome.errorCode, nowMs);
    }
  }

  private tellWhenIdle(): void {
    if (this.running.size === 0) this.onIdle();
  }

  /** A store that fails now (disk full) costs this look or this ack only: the lease ends and the job is run again. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch {
      this.support.log.error('job table could not be read or written', {
        'job.name': this.handler.definition.name,
        'error.code': 'JOB_STORE_UNAVAILABLE',
      });
    }
  }
}
