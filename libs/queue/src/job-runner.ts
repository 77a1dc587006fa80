import { AppError, Clock, runInContext, type RequestContext } from '#libs/kernel';
import { Log, Metrics, errorFields, type LogFields } from '#libs/observability';
import { outcomeOfFailure, type AttemptOutcome } from './attempt-outcome.js';
import type { RegisteredHandler } from './job-queue.js';
import { parsePayload } from './job-payload.js';

/** One attempt at one job, as an adapter took it from its store. */
export interface Attempt {
  readonly handler: RegisteredHandler;
  readonly jobId: string;
  /** From 1. */
  readonly number: number;
  readonly payload: unknown;
  /** Of the request or job that put this one in. */
  readonly requestId: string | null;
  /** Aborted with `GiveJobBack` by the adapter. */
  readonly giveBack: AbortSignal;
}

/** How long a handler may go on after its signal aborted, to end what it was writing. Then the queue goes on without it. */
const ABANDON_AFTER_MS = 2_000;

/** Runs attempts, the same way for every adapter: payload check, request context, time limit, outcome, one log event, metrics. */
export class JobRunner {
  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly random: () => number = Math.random,
  ) {}

  /** Never throws. Settles at the latest a moment after the time limit or the abort, even when the handler does not. */
  run(attempt: Attempt): Promise<AttemptOutcome> {
    return runInContext(contextOf(attempt), async (): Promise<AttemptOutcome> => {
      const startedMs = this.clock.monotonicMs();
      try {
        await this.execute(attempt);
        this.report(attempt, { kind: 'done' }, startedMs);
        return { kind: 'done' };
      } catch (thrown) {
        const outcome = outcomeOfFailure(thrown, attempt.handler.definition, attempt.number, this.random);
        this.report(attempt, outcome, startedMs, thrown);
        return outcome;
      }
    });
  }

  private async execute({ handler, jobId, number, payload, giveBack }: Attempt): Promise<void> {
    const { definition } = handler;
    if (number > definition.attempts) throw workerLost(definition.name);
    const parsed = parsePayload(definition, payload);
    const limit = new AbortController();
    const cancelLimit = this.clock.after(definition.timeoutMs, () => limit.abort(timedOut(definition.name)));
    const signal = AbortSignal.any([limit.signal, giveBack]);
    const abandoned = this.abandonedAfter(signal);
    try {
      await Promise.race([handler.run(parsed, { jobId, attempt: number, signal }), abandoned.promise]);
    } catch (thrown) {
      // What a handler throws because it was told to stop says nothing about the job; the reason does.
      signal.throwIfAborted();
      throw thrown;
    } finally {
      cancelLimit();
      abandoned.cancel();
    }
  }

  /** Rejects some time after the abort. */
  private abandonedAfter(signal: AbortSignal): { promise: Promise<never>; cancel: () => void } {
    let cancelTimer = () => {};
    const { promise, reject } = Promise.withResolvers<never>();
    const onAbort = () => {
      cancelTimer = this.clock.after(ABANDON_AFTER_MS, () => reject(signal.reason as Error));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    return {
      promise,
      cancel: () => {
        signal.removeEventListener('abort', onAbort);
        cancelTimer();
      },
    };
  }

  private report(attempt: Attempt, outcome: AttemptOutcome, startedMs: number, thrown?: unknown): void {
    const durationMs = this.clock.monotonicMs() - startedMs;
    const job = attempt.handler.definition.name;
    this.metrics.jobAttempts.inc({ job, outcome: outcome.kind });
    this.metrics.jobDuration.observe({ job }, durationMs / 1000);
    this.log[levels[outcome.kind]]('job attempt ended', {
      'job.id': attempt.jobId,
      'job.name': job,
      'job.attempt': attempt.number,
      outcome: outcome.kind,
      duration_ms: Math.round(durationMs),
      ...failureFields(outcome, thrown),
    });
  }
}

const levels = {
  done: 'info',
  reschedule: 'debug',
  given_back: 'info',
  retry: 'warn',
  dead: 'error',
} as const satisfies Record<AttemptOutcome['kind'], keyof Log>;

function failureFields(outcome: AttemptOutcome, thrown: unknown): LogFields {
  return outcome.kind === 'retry' || outcome.kind === 'dead' ? errorFields(thrown) : {};
}

/** The owner is in every payload that belongs to one, by the convention of the job definitions. */
function contextOf({ jobId, requestId, payload }: Attempt): RequestContext {
  const ownerId = (payload as { ownerId?: unknown } | null)?.ownerId;
  return { requestId: requestId ?? jobId, ...(typeof ownerId === 'string' ? { ownerId } : {}) };
}

function timedOut(job: string): AppError {
  return new AppError('unavailable', 'JOB_TIMED_OUT', `The job ${job} took longer than it may.`, { job });
}

function workerLost(job: string): AppError {
  const message = `The job ${job} was cut off at each of its attempts: the process that ran it died or hung.`;
  return new AppError('unavailable', 'JOB_WORKER_LOST', message, { job });
}
