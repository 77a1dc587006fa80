import { describe, expect, it } from 'vitest';
import { AppError, type ErrorKind } from '#libs/kernel';
import { GiveJobBack, MAX_BACKOFF_MS, backoffDelayMs, outcomeOfFailure } from './attempt-outcome.js';
import { RescheduleJob } from './job-queue.js';
import { probeJob } from './testing/probe.js';

const job = probeJob({ attempts: 3, backoffMs: 1_000 });
const middle = () => 0.5;
const outcomeOf = (thrown: unknown, attempt = 1) => outcomeOfFailure(thrown, job, attempt, middle);

describe('outcomeOfFailure', () => {
  const kinds: Record<ErrorKind, 'retry' | 'dead'> = {
    unavailable: 'retry',
    rate_limited: 'retry',
    conflict: 'retry',
    invalid: 'dead',
    unauthenticated: 'dead',
    forbidden: 'dead',
    locked: 'dead',
    not_found: 'dead',
    too_large: 'dead',
    bug: 'dead',
  };
  it.each(Object.entries(kinds))('an error of kind %s leads to %s', (kind, expected) => {
    expect(outcomeOf(new AppError(kind as ErrorKind, 'CODE', 'What to do.'))).toMatchObject({
      kind: expected,
    });
  });

  it('anything unforeseen is a dead letter that says nothing about it', () => {
    expect(outcomeOf(new Error('I said this'))).toEqual({ kind: 'dead', errorCode: 'INTERNAL' });
  });

  it('the last attempt leads to a dead letter with the code of its error', () => {
    const error = new AppError('unavailable', 'VENDOR_DOWN', 'Later.');
    expect(outcomeOf(error, 2)).toEqual({ kind: 'retry', delayMs: 2_000, errorCode: 'VENDOR_DOWN' });
    expect(outcomeOf(error, 3)).toEqual({ kind: 'dead', errorCode: 'VENDOR_DOWN' });
  });

  it('an error says itself how long to wait', () => {
    const error = new AppError('rate_limited', 'SLOW_DOWN', 'Later.', {}, { retryAfterMs: 42_000 });
    expect(outcomeOf(error)).toMatchObject({ kind: 'retry', delayMs: 42_000 });
  });

  it('a job may put itself off or be given back, even at its last attempt', () => {
    expect(outcomeOf(new RescheduleJob(5_000), 3)).toEqual({ kind: 'reschedule', delayMs: 5_000 });
    expect(outcomeOf(new GiveJobBack(), 3)).toEqual({ kind: 'given_back' });
  });
});

describe('backoffDelayMs', () => {
  it('doubles from attempt to attempt', () => {
    expect([1, 2, 3, 4].map((attempt) => backoffDelayMs(job, attempt, middle))).toEqual([
      1_000, 2_000, 4_000, 8_000,
    ]);
  });

  it('varies by a fifth either way', () => {
    expect(backoffDelayMs(job, 1, () => 0)).toBe(800);
    expect(backoffDelayMs(job, 1, () => 1)).toBe(1_200);
  });

  it('is never longer than ten minutes', () => {
    expect(MAX_BACKOFF_MS).toBe(600_000);
    expect(backoffDelayMs(job, 60, () => 1)).toBe(MAX_BACKOFF_MS);
  });
});
