import type Bull from 'bull';
import { GiveJobBack, type AttemptOutcome } from '../attempt-outcome.js';
import type { RegisteredHandler } from '../job-queue.js';
import type { JobRunner } from '../job-runner.js';
import type { Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import type { BegunAttempt, BullLease, NextJob } from './bull-records.js';
import type { BullStore } from './bull-store.js';

/** What all lanes of one queue share. */
export interface BullLaneSupport {
  readonly store: BullStore;
  readonly runner: JobRunner;
  readonly clock: Clock;
  readonly log: Log;
  readonly lockMs: number;
}

interface RunningJob {
  readonly lease: BullLease;
  readonly abort: AbortController;
}

/** How long after a failure to write an outcome down it is tried again. */
const SETTLE_AGAIN_MS = 1_000;

/**
 * Runs the jobs of one name. Bull fetches them (blocking, woken by Redis), moves delayed ones, and takes up those of dead processes; how
 * an attempt runs and what follows from it is ours.
 */
export class BullLane {
  private readonly running = new Set<RunningJob>();
  /** Attempts that began as the one before was settled, by Bull's id, until Bull hands the job over. */
  private readonly begun = new Map<string, BegunAttempt>();
  /** Fetched and not settled yet; more than `running` for a moment. */
  private held = 0;
  private stopped = false;
  private leaving = false;
  private onIdle: () => void = () => {};
  private closing: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: Bull.Queue,
    private readonly handler: RegisteredHandler,
    private readonly support: BullLaneSupport,
  ) {}

  start(): void {
    const { name, concurrency } = this.handler.definition;
    void this.queue.process(name, concurrency, (job) => this.take(job)).catch(() => this.note('queue ended'));
  }

  /** Prolongs the locks of what runs here, and tells handlers to stop whose job another process has taken over. */
  async tend(): Promise<void> {
    const jobs = [...this.running];
    if (jobs.length === 0) return;
    const leases = jobs.map(({ lease }) => lease);
    const lost = await this.support.store.renew(this.handler.definition.name, leases, this.support.lockMs);
    for (const { lease, abort } of jobs) if (lost.includes(lease.id)) abort.abort(new GiveJobBack());
  }

  stopTaking(): void {
    this.stopped = true;
    // Bull fetches no more; what runs settles through the connection for commands, which stays open.
    this.closing = this.queue.close(true);
  }

  /** Resolves when nothing runs and nothing is being fetched any more. */
  async idle(): Promise<void> {
    await this.closing;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
      this.tellWhenIdle();
    });
  }

  giveAllBack(): void {
    this.leaving = true;
    for (const { abort } of this.running) abort.abort(new GiveJobBack());
  }

  /** Bull's handler. It never throws: whatever happens, the job settles itself in our way when Bull asks it to. */
  private async take(job: Bull.Job): Promise<void> {
    this.held += 1;
    let settle: () => Promise<NextJob['forBull'] | null> = () => Promise.resolve(null);
    job.moveToCompleted = () => settle().finally(() => this.release());
    // When the start could not be counted, or the end not written, Redis is away: the lock ends and the job is taken up again.
    job.moveToFailed = (error) => Promise.reject(new Error(error.message));
    const begun = await this.begin(job);
    if (!begun) return;
    const entry: RunningJob = { lease: begun.lease, abort: new AbortController() };
    this.running.add(entry);
    const outcome = await this.attempt(job, begun, entry.abort.signal);
    settle = () => this.settle(begun, outcome).finally(() => this.running.delete(entry));
  }

  private async begin(job: Bull.Job): Promise<BegunAttempt | null> {
    const id = String(job.id);
    const begun = this.begun.get(id);
    if (begun && this.begun.delete(id)) return begun;
    try {
      return await this.support.store.begin(job.name, id, tokenOf(this.queue));
    } catch {
      this.note('a job could not be begun; it is taken up again');
      return null;
    }
  }

  private attempt(job: Bull.Job, begun: BegunAttempt, giveBack: AbortSignal): Promise<AttemptOutcome> {
    if (this.stopped) return Promise.resolve({ kind: 'given_back' });
    const { number, ticket, requestId } = begun;
    const { handler, support } = this;
    const payload: unknown = job.data;
    return support.runner.run({ handler, jobId: ticket, number, payload, requestId, giveBack });
  }

  /** The job to run next, as Bull expects it. Tries until Redis is back: an outage shall not make finished work run again. */
  private async settle(
    { lease, ticket }: BegunAttempt,
    outcome: AttemptOutcome,
  ): Promise<NextJob['forBull'] | null> {
    const { store, clock, log, lockMs } = this.support;
    for (;;) {
      try {
        const settlement = { outcome, nowMs: clock.nowMs(), nextLockMs: this.stopped ? null : lockMs };
        const next = await store.settle(lease, settlement);
        if (next !== false) return this.handOn(next);
        log.warn('job ended after its lease was lost; its outcome is left to the new holder', {
          'job.id': ticket,
          'job.name': lease.name,
          outcome: outcome.kind,
        });
        return null;
      } catch (error) {
        if (this.leaving) throw error;
        await clock.sleep(SETTLE_AGAIN_MS);
      }
    }
  }

  private handOn(next: NextJob | null): NextJob['forBull'] | null {
    if (next) this.begun.set(next.begun.lease.id, next.begun);
    return next?.forBull ?? null;
  }

  private release(): void {
    this.held -= 1;
    this.tellWhenIdle();
  }

  private tellWhenIdle(): void {
    if (this.held === 0) this.onIdle();
  }

  private note(message: string): void {
    this.support.log.error(message, {
      'job.name': this.handler.definition.name,
      'error.code': 'JOB_STORE_UNAVAILABLE',
    });
  }
}

/** What Bull writes into its locks. Public in the object, missing in the types. */
function tokenOf(queue: Bull.Queue): string {
  return (queue as Bull.Queue & { readonly token: string }).token;
}
