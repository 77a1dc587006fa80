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
  readonly lease: ClaimedJob;
  readonly abort: AbortController;
}

/** Runs the jobs of one name, as many at once as its definition allows. Looks into the table when woken and when the next job falls due. */
export class JobLane {
  private readonly running = new Set<RunningJob>();
  /** Handlers that have not ended yet; a job whose end is being written still is among `running`. */
  private busy = 0;
  private cancelTimer: Cancel = () => {};
  private looking = false;
  private lookAgain = false;
  private stopped = false;
  private onIdle: () => void = () => {};

  constructor(
    private readonly handler: RegisteredHandler,
    private readonly support: LaneSupport,
  ) {}

  /** Looks for due jobs in the event loop's next turn, so that a long row of short jobs leaves room for everything else. */
  wake(): void {
    this.lookAgain = true;
    if (!this.looking) void this.lookWhileWoken();
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

  private async lookWhileWoken(): Promise<void> {
    this.looking = true;
    while (this.lookAgain && !this.stopped) {
      this.lookAgain = false;
      await this.guarded(() => this.look());
    }
    this.looking = false;
  }

  /** The claim is committed together with the ends of jobs that were to be written before it. */
  private async look(): Promise<void> {
    this.cancelTimer();
    let claimed: RunningJob[] = [];
    try {
      await this.support.table.commit(() => (claimed = this.claim()));
    } catch (error) {
      for (const entry of claimed) this.running.delete(entry);
      throw error;
    }
    this.busy += claimed.length;
    for (const entry of claimed) void this.runOne(entry);
  }

  private claim(): RunningJob[] {
    const free = this.handler.definition.concurrency - this.busy;
    if (free <= 0 || this.stopped) return [];
    const { table, clock, owner, leaseMs } = this.support;
    const { name } = this.handler.definition;
    const nowMs = clock.nowMs();
    const jobs = table.claim({ name, limit: free, owner, nowMs, leaseUntilMs: nowMs + leaseMs });
    if (jobs.length < free) this.wakeWhenDue(table.nextRunAtMs(name));
    const entries = jobs.map((lease) => ({ lease, abort: new AbortController() }));
    for (const entry of entries) this.running.add(entry);
    return entries;
  }

  private wakeWhenDue(runAtMs: number | null): void {
    if (runAtMs === null) return;
    const delayMs = Math.max(0, runAtMs - this.support.clock.nowMs());
    this.cancelTimer = this.support.clock.after(delayMs, () => this.wake());
  }

  private async runOne(entry: RunningJob): Promise<void> {
    const { lease: job, abort } = entry;
    const outcome = await this.support.runner.run({
      handler: this.handler,
      jobId: job.id,
      number: job.attempts,
      payload: JSON.parse(job.payload),
      requestId: job.requestId,
      giveBack: abort.signal,
    });
    this.busy -= 1;
    const settled = this.guarded(() => this.settle(job, outcome));
    this.wake();
    await settled;
    this.running.delete(entry);
    this.tellWhenIdle();
  }

  private async settle(lease: Lease, outcome: AttemptOutcome): Promise<void> {
    if (await this.support.table.commit(() => this.record(lease, outcome))) return;
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
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      this.support.log.error('job table could not be read or written', {
        'job.name': this.handler.definition.name,
        'error.code': 'JOB_STORE_UNAVAILABLE',
      });
    }
  }
}
