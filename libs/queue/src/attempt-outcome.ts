import type { JobDefinition } from '#libs/contracts';
import { isRetryable, toAppError } from '#libs/kernel';
import { RescheduleJob } from './job-queue.js';

/** What the queue does with a job after an attempt. */
export type AttemptOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly delayMs: number; readonly errorCode: string }
  /** Again later, with fresh attempts: the handler did its work, which was to find that it is too early. */
  | { readonly kind: 'reschedule'; readonly delayMs: number }
  /** Again at once, by whoever comes next; the attempt does not count. */
  | { readonly kind: 'given_back' }
  | { readonly kind: 'dead'; readonly errorCode: string };

/** The reason with which a queue that stops, or that lost a job's lease, aborts the handler. */
export class GiveJobBack extends Error {
  constructor() {
    super('the job is given back');
    this.name = 'GiveJobBack';
  }
}

/** The longest wait between two attempts. */
export const MAX_BACKOFF_MS = 10 * 60_000;

/** Doubles with each attempt, then varies by a fifth either way so that jobs that failed together do not come back together. */
export function backoffDelayMs(definition: JobDefinition, attempt: number, random: () => number): number {
  const doubledMs = definition.backoffMs * 2 ** (attempt - 1);
  return Math.min(MAX_BACKOFF_MS, Math.round(doubledMs * (0.8 + 0.4 * random())));
}

/** What follows from what a handler threw at its `attempt`-th try (from 1). */
export function outcomeOfFailure(
  thrown: unknown,
  definition: JobDefinition,
  attempt: number,
  random: () => number,
): AttemptOutcome {
  if (thrown instanceof GiveJobBack) return { kind: 'given_back' };
  if (thrown instanceof RescheduleJob) return { kind: 'reschedule', delayMs: thrown.delayMs };
  const error = toAppError(thrown);
  if (!isRetryable(error) || attempt >= definition.attempts) return { kind: 'dead', errorCode: error.code };
  const delayMs = error.retryAfterMs ?? backoffDelayMs(definition, attempt, random);
  return { kind: 'retry', delayMs, errorCode: error.code };
}
