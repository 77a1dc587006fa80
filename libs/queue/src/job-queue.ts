import type { JobDefinition } from '#libs/contracts';

export interface EnqueueOptions {
  /** Not before this much time has passed. */
  delayMs?: number;
}

export interface EnqueuedJob {
  readonly id: string;
  /** True when a job with the same key already waited or ran, and nothing was added (but for the definition's `rerun`). */
  readonly duplicate: boolean;
}

export interface JobContext {
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborts at the attempt's time limit and when the process stops. */
  readonly signal: AbortSignal;
}

export type JobRun = (payload: unknown, context: JobContext) => Promise<void>;

/** A job that a handler runs, as the registry gives it to the queue. */
export interface RegisteredHandler {
  readonly definition: JobDefinition;
  readonly run: JobRun;
}

/** Thrown by a handler to be run again later without counting an attempt (a timer that found its time not yet come). */
export class RescheduleJob extends Error {
  constructor(readonly delayMs: number) {
    super(`run again in ${delayMs} ms`);
    this.name = 'RescheduleJob';
  }
}

export interface DeadLetter {
  readonly id: string;
  readonly jobName: string;
  readonly payload: unknown;
  readonly attempts: number;
  /** `AppError` code, never content. */
  readonly errorCode: string;
  readonly failedAt: Date;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly dead: number;
}

/** Jobs by whom they concern, as their payloads say: all of one owner's, or only those about one conversation of theirs. */
export interface JobMatch {
  readonly ownerId: string;
  readonly conversationId?: string;
}

/**
 * Durable work. Once `enqueue` has answered, the job runs at least once, whatever dies: a process that falls silent loses its lease and
 * another attempt follows. No promise of order. What the port leaves out on purpose, because Bull and SQLite differ: priorities, progress,
 * listing of waiting jobs.
 *
 * Outcome of an attempt, by the kind of the `AppError` thrown: unavailable, conflict, rate_limited: again after back-off (or the error's
 * `retryAfterMs`) until the definition's attempts are used up; any other kind, and any unknown error: dead letter at once.
 */
export abstract class JobQueue {
  /** `invalid` JOB_PAYLOAD_INVALID when the payload does not fit the schema; `unavailable` when it could not be stored. */
  abstract enqueue<P>(
    definition: JobDefinition<P>,
    payload: P,
    options?: EnqueueOptions,
  ): Promise<EnqueuedJob>;
  /** Takes a waiting or delayed job out; false when there is none or it runs already. */
  abstract cancel<P>(definition: JobDefinition<P>, payload: P): Promise<boolean>;
  /** Whether a job with this payload's key waits, is delayed or runs. */
  abstract isPending<P>(definition: JobDefinition<P>, payload: P): Promise<boolean>;
  /** Begins to take jobs. Called once, with a handler for every definition of this process. */
  abstract start(handlers: readonly RegisteredHandler[]): Promise<void>;
  /** Takes no more jobs, waits up to `graceMs` for the running ones, then aborts their signals and gives them back. */
  abstract stop(graceMs: number): Promise<void>;
  /** Of all kinds of job, whichever process runs them. */
  abstract counts(): Promise<QueueCounts>;
  /** The same by the name of the job; names without any job may be left out. */
  abstract countsByName(): Promise<Readonly<Record<string, QueueCounts>>>;
  /** Newest first. */
  abstract deadLetters(limit: number): Promise<DeadLetter[]>;
  /** Puts a dead letter back with fresh attempts; false when it is not there. */
  abstract retryDeadLetter(id: string): Promise<boolean>;
  /**
   * Removes every matching job that waits, is delayed or is a dead letter, and answers how many. One that runs stays: it ends by itself,
   * or waits again, so whoever must be rid of all asks again until `count` is 0.
   */
  abstract forget(match: JobMatch): Promise<number>;
  /** How many jobs match, in whatever state, the running ones included. */
  abstract count(match: JobMatch): Promise<number>;
  /** `unavailable` with advice when the store of the jobs cannot be reached. */
  abstract check(): Promise<void>;
}
