import { expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { withHeartbeat } from './with-heartbeat.js';

it('beats during silence and loses nothing', async () => {
  const clock = new ManualClock();
  const gate = Promise.withResolvers<void>();
  async function* source() {
    yield 'one';
    await gate.promise;
    yield 'two';
  }
  const beating = withHeartbeat(source(), 'beat', 1_000, clock);
  expect((await beating.next()).value).toBe('one');
  for (let round = 1; round <= 2; round += 1) {
    const next = beating.next();
    await clock.advance(1_000);
    expect((await next).value).toBe('beat');
  }
  gate.resolve();
  expect((await beating.next()).value).toBe('two');
  expect((await beating.next()).done).toBe(true);
});

it('passes a failure on', async () => {
  async function* failing(): AsyncGenerator<string> {
    throw new Error('broken');
  }
  await expect(withHeartbeat(failing(), 'beat', 1_000, new ManualClock()).next()).rejects.toThrow('broken');
});

it('lets its consumer leave while the source hangs', async () => {
  const clock = new ManualClock();
  async function* hanging() {
    yield 'one';
    await new Promise(() => undefined);
  }
  const beating = withHeartbeat(hanging(), 'beat', 1_000, clock);
  await beating.next();
  expect((await beating.return(undefined)).done).toBe(true);
});
