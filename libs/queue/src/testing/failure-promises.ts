import { expect } from 'vitest';
import { z } from 'zod';
import { AppError } from '#libs/kernel';
import type { ContractTests } from '#libs/kernel/testing';
import { RescheduleJob } from '../job-queue.js';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob, untilAborted, type ProbePayload } from './probe.js';

const unavailable = (retryAfterMs?: number) =>
  new AppError(
    'unavailable',
    'VENDOR_DOWN',
    'Try again later.',
    {},
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );

/** What an attempt that failed leads to. */
export const failurePromises: ContractTests<JobQueueSubject> = {
  'tries again after a wait that doubles': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ backoffMs: 200 }), ({ attempt }) => {
      if (attempt < 3) throw unavailable();
    });
    await probe.startOn(queue);
    await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(() => expect(probe.attempts).toEqual([1]));
    await elapse(120);
    expect(probe.attempts).toEqual([1]);
    await elapse(180);
    await eventually(() => expect(probe.attempts).toEqual([1, 2]));
    await elapse(120);
    expect(probe.attempts).toEqual([1, 2]);
    await elapse(400);
    await eventually(() => expect(probe.attempts).toEqual([1, 2, 3]));
    await eventually(async () => expect(await queue.isPending(probe.definition, { key: 'a' })).toBe(false));
  },

  'waits as long as the error asks for': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ backoffMs: 10 }), ({ attempt }) => {
      if (attempt === 1) throw unavailable(1_000);
    });
    await probe.startOn(queue);
    await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(() => expect(probe.attempts).toEqual([1]));
    await elapse(800);
    expect(probe.attempts).toEqual([1]);
    await elapse(250);
    await eventually(() => expect(probe.attempts).toEqual([1, 2]));
  },

  'runs a job that puts itself off again without counting the attempt': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ attempts: 1 }), () => {
      if (probe.runs.length < 3) throw new RescheduleJob(400);
    });
    await probe.startOn(queue);
    await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(async () => expect((await queue.counts()).delayed).toBe(1));
    await elapse(200);
    expect(probe.attempts).toEqual([1]);
    await elapse(250);
    await eventually(async () => expect((await queue.counts()).delayed).toBe(1));
    await elapse(450);
    await eventually(() => expect(probe.attempts).toEqual([1, 1, 1]));
    expect(await queue.deadLetters(10)).toEqual([]);
  },

  'aborts an attempt at its time limit and tries again': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ timeoutMs: 300, backoffMs: 50 }), async (run) => {
      if (run.attempt === 1) await untilAborted(run);
    });
    await probe.startOn(queue);
    await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(() => expect(probe.attempts).toEqual([1]));
    await elapse(150);
    expect(probe.runs[0]!.signal.aborted).toBe(false);
    await elapse(400);
    await eventually(() => expect(probe.attempts).toEqual([1, 2]));
    expect(probe.runs[0]!.signal.aborted).toBe(true);
  },

  'makes a job a dead letter when its attempts are used up': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ attempts: 2, backoffMs: 50 }), () => {
      throw unavailable();
    });
    await probe.startOn(queue);
    const { id } = await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(() => expect(probe.attempts).toEqual([1]));
    await elapse(200);
    await eventually(async () => expect((await queue.counts()).dead).toBe(1));
    const [letter] = await queue.deadLetters(10);
    expect(letter).toMatchObject({ id, jobName: 'test.probe', payload: { key: 'a' }, attempts: 2 });
    expect(letter).toMatchObject({ errorCode: 'VENDOR_DOWN', failedAt: expect.any(Date) as Date });
    expect(probe.attempts).toEqual([1, 2]);
    expect(await queue.isPending(probe.definition, { key: 'a' })).toBe(false);
  },

  'makes a job a dead letter at once when trying again cannot help': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob({ backoffMs: 10 }), ({ key }) => {
      if (key === 'invalid') throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
      throw new TypeError('the words that were said');
    });
    await probe.startOn(queue);
    await queue.enqueue(probe.definition, { key: 'invalid' });
    await queue.enqueue(probe.definition, { key: 'bug' });
    await eventually(async () => expect((await queue.counts()).dead).toBe(2));
    await elapse(500);
    const letters = await queue.deadLetters(10);
    expect(letters.map(({ errorCode }) => errorCode).sort()).toEqual(['AUDIO_BROKEN', 'INTERNAL']);
    expect(JSON.stringify(letters)).not.toContain('words');
    expect(probe.attempts).toEqual([1, 1]);
  },

  'makes a job a dead letter when its stored payload no longer fits': async ({ open }) => {
    const queue = await open();
    const schema = z.object({ key: z.string().min(2) });
    await queue.enqueue(probeJob(), { key: 'a' });
    const probe = new Probe(probeJob({ schema: schema as z.ZodType<ProbePayload> }));
    await probe.startOn(queue);
    await eventually(async () => expect((await queue.counts()).dead).toBe(1));
    expect((await queue.deadLetters(1))[0]!.errorCode).toBe('JOB_PAYLOAD_INVALID');
    expect(probe.runs).toEqual([]);
  },

  'runs a job once more that failed for good but was put in again meanwhile': async ({ open }) => {
    const queue = await open();
    const keen = probeJob({ rerun: true });
    const probe = new Probe(keen, async () => {
      if (probe.runs.length > 1) return;
      await queue.enqueue(keen, { key: 'a' });
      throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
    });
    await probe.startOn(queue);
    await queue.enqueue(keen, { key: 'a' });
    await eventually(async () => expect(await queue.isPending(keen, { key: 'a' })).toBe(false));
    expect(probe.attempts).toEqual([1, 1]);
    expect(await queue.deadLetters(10)).toEqual([]);
  },

  'lists dead letters from the newest on': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(probeJob(), () => {
      throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
    });
    await probe.startOn(queue);
    for (const [before, key] of ['first', 'second', 'third'].entries()) {
      await queue.enqueue(probe.definition, { key });
      await eventually(async () => expect((await queue.counts()).dead).toBe(before + 1));
      await elapse(20);
    }
    const letters = await queue.deadLetters(2);
    expect(letters.map(({ payload }) => payload)).toEqual([{ key: 'third' }, { key: 'second' }]);
  },

  'runs a dead letter again with fresh attempts when asked to': async ({ open }) => {
    const queue = await open();
    const probe = new Probe(probeJob(), () => {
      if (probe.runs.length === 1) throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
    });
    await probe.startOn(queue);
    const { id } = await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(async () => expect((await queue.counts()).dead).toBe(1));
    expect(await queue.retryDeadLetter(id)).toBe(true);
    await eventually(() => expect(probe.attempts).toEqual([1, 1]));
    expect(await queue.deadLetters(10)).toEqual([]);
    expect(await queue.retryDeadLetter(id)).toBe(false);
  },

  'leaves a retried dead letter to the live job that has its key': async ({ open }) => {
    const queue = await open();
    const probe = new Probe(probeJob(), async (run) => {
      if (probe.runs.length === 1) throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
      await untilAborted(run);
    });
    await probe.startOn(queue);
    const { id } = await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(async () => expect((await queue.counts()).dead).toBe(1));
    await queue.enqueue(probe.definition, { key: 'a' });
    await eventually(() => expect(probe.runs).toHaveLength(2));
    expect(await queue.retryDeadLetter(id)).toBe(true);
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 1, dead: 0 });
  },
};
