import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { persist } from './persist.js';
import { credentialsRefused, providerAway, rateLimited } from './provider-failures.js';

describe('persist', () => {
  let clock: ManualClock;
  let stopping: AbortController;
  let tries = 0;

  beforeEach(() => {
    clock = new ManualClock();
    stopping = new AbortController();
    tries = 0;
  });

  /** Fails with these, one after the other, then answers how often it was tried. */
  async function trying(...failures: readonly Error[]): Promise<number> {
    const attempt = () => {
      tries += 1;
      const failure = failures[tries - 1];
      return failure ? Promise.reject(failure) : Promise.resolve(tries);
    };
    return persist(attempt, {
      clock,
      signals: [stopping.signal, new AbortController().signal],
      timeoutMs: 30_000,
      tooSlow: () => providerAway('test', 'slow'),
    });
  }

  const away = providerAway('test', 'closed');

  it('tries again what may pass, after longer and longer waits', async () => {
    const startMs = clock.monotonicMs();
    expect(await clock.advanceUntilSettled(trying(away, away, away))).toBe(4);
    expect(clock.monotonicMs() - startMs).toBeGreaterThanOrEqual(7_500);
  });

  it('gives up in the end, with the last failure', async () => {
    const last = providerAway('test', 'failed');
    await expect(clock.advanceUntilSettled(trying(away, away, away, last))).rejects.toBe(last);
    expect(tries).toBe(4);
  });

  it('waits as long as it is asked to, unless that is too long', async () => {
    const waited = trying(rateLimited('test', 4_000));
    await clock.advance(0);
    await clock.advance(3_900);
    expect(tries).toBe(1);
    await clock.advance(100);
    expect(await waited).toBe(2);
    tries = 0;
    await expect(trying(rateLimited('test', 6_000))).rejects.toMatchObject({ retryAfterMs: 6_000 });
    expect(tries).toBe(1);
  });

  it.each([
    ['what a person has to put right', credentialsRefused('test')],
    ['what nobody foresaw', new TypeError('a bug')],
  ])('does not try again %s', async (_what, failure) => {
    await expect(trying(failure)).rejects.toBeInstanceOf(AppError);
    expect(tries).toBe(1);
  });

  it('ends with its signal, while it waits as well', async () => {
    const waiting = trying(away);
    await clock.advance(0);
    const reason = providerAway('test', 'ended');
    stopping.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(tries).toBe(1);
  });

  it('breaks off a try that takes too long', async () => {
    const signals: AbortSignal[] = [];
    const never = persist(
      (signal) => {
        signals.push(signal);
        return new Promise<never>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      },
      { clock, timeoutMs: 1_000, tooSlow: () => providerAway('test', 'slow'), signals: [stopping.signal] },
    );
    await expect(clock.advanceUntilSettled(never)).rejects.toMatchObject({ details: { reason: 'slow' } });
    expect(signals).toHaveLength(4);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
