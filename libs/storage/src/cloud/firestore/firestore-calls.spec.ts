import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { FirestoreCalls } from './firestore-calls.js';
import { GRPC } from './firestore-errors.js';

const TIMEOUT_MS = 10_000;
const away = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

function failure(code: number): Error {
  return Object.assign(new Error('no'), { code });
}

describe('FirestoreCalls', () => {
  let clock: ManualClock;
  let calls: FirestoreCalls;

  beforeEach(() => {
    clock = new ManualClock();
    calls = new FirestoreCalls({ clock, timeoutMs: TIMEOUT_MS });
  });

  /** Fails with the statuses in turn, then answers. */
  function failing(...statuses: number[]) {
    const made = { count: 0 };
    const call = () => {
      const status = statuses[made.count];
      made.count += 1;
      return status === undefined ? Promise.resolve('answer') : Promise.reject(failure(status));
    };
    return { made, call };
  }

  /** In small steps, so that what is due after a pause can itself begin another one. */
  async function pass(durationMs: number): Promise<void> {
    for (let passedMs = 0; passedMs < durationMs; passedMs += 10) await clock.advance(10);
  }

  it('tries again after contention, throttling and lost connections', async () => {
    const { made, call } = failing(GRPC.aborted, GRPC.resourceExhausted, GRPC.unavailable, GRPC.internal);
    const answer = calls.run('commit', call);
    await pass(5_000);
    expect(await answer).toBe('answer');
    expect(made.count).toBe(5);
  });

  it('waits longer from one time to the next', async () => {
    const { made, call } = failing(...Array<number>(50).fill(GRPC.unavailable));
    const answer = calls.run('read', call).catch((error: unknown) => error);
    await pass(300);
    const early = made.count;
    await pass(TIMEOUT_MS);
    expect(await answer).toMatchObject(away);
    expect(early).toBeGreaterThanOrEqual(3);
    expect(made.count).toBeLessThan(30);
  });

  it('does not try again what was answered with no', async () => {
    const { made, call } = failing(GRPC.alreadyExists);
    await expect(calls.run('commit', call)).rejects.toMatchObject({ code: 'DOCUMENT_EXISTS' });
    expect(made.count).toBe(1);
  });

  it('gives up a call that is never answered, and knows that it is still under way', async () => {
    let answerAtLast!: (answer: string) => void;
    const call = () => new Promise<string>((resolve) => (answerAtLast = resolve));
    const given = calls.run('read', call).catch((error: unknown) => error);
    await clock.advance(TIMEOUT_MS);
    expect(await given).toMatchObject({ ...away, retryAfterMs: expect.any(Number) as number });
    let isIdle = false;
    const idle = calls.idle().then(() => (isIdle = true));
    await clock.advance(1);
    expect(isIdle).toBe(false);
    answerAtLast('late');
    await idle;
  });

  it('gives long work the time that it needs', async () => {
    let finish!: (answer: string) => void;
    const work = calls.patiently('commit', () => new Promise<string>((resolve) => (finish = resolve)));
    await clock.advance(10 * TIMEOUT_MS);
    finish('done');
    expect(await work).toBe('done');
  });
});
