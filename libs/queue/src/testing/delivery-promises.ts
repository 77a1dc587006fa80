import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob, untilAborted, type ProbePayload } from './probe.js';

const job = probeJob();

/** Once, one at a time per key, not before its time, not too many at once. */
export const deliveryPromises: ContractTests<JobQueueSubject> = {
  'runs a job once and forgets it': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(job);
    await probe.startOn(queue);
    const { duplicate } = await queue.enqueue(job, { key: 'a' });
    await eventually(() => expect(probe.keys).toEqual(['a']));
    await elapse(1_500);
    expect(duplicate).toBe(false);
    expect(probe.keys).toEqual(['a']);
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, dead: 0 });
  },

  'runs what was put in before it started': async ({ open }) => {
    const queue = await open();
    await queue.enqueue(job, { key: 'early' });
    const probe = new Probe(job);
    await probe.startOn(queue);
    await eventually(() => expect(probe.keys).toEqual(['early']));
  },

  'refuses a payload that does not fit its schema and stores nothing': async ({ open }) => {
    const queue = await open();
    const misfit = { key: 7 } as unknown as ProbePayload;
    await expect(queue.enqueue(job, misfit)).rejects.toMatchObject({
      code: 'JOB_PAYLOAD_INVALID',
      kind: 'invalid',
    });
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, dead: 0 });
  },

  'gives the job that is there while one with the same key waits': async ({ open, elapse }) => {
    const queue = await open();
    const first = await queue.enqueue(job, { key: 'a' });
    const second = await queue.enqueue(job, { key: 'a' });
    expect(second).toEqual({ id: first.id, duplicate: true });
    const probe = new Probe(job);
    await probe.startOn(queue);
    await eventually(() => expect(probe.keys).toEqual(['a']));
    await elapse(500);
    expect(probe.keys).toEqual(['a']);
  },

  'gives the job that is there while one with the same key runs, and does not run it again': async (
    subject,
  ) => {
    const queue = await subject.open();
    const gate = Promise.withResolvers<void>();
    const probe = new Probe(job, () => gate.promise);
    await probe.startOn(queue);
    const first = await queue.enqueue(job, { key: 'a' });
    await eventually(() => expect(probe.runs).toHaveLength(1));
    expect(await queue.enqueue(job, { key: 'a' })).toEqual({ id: first.id, duplicate: true });
    gate.resolve();
    await eventually(async () => expect(await queue.isPending(job, { key: 'a' })).toBe(false));
    await subject.elapse(500);
    expect(probe.runs).toHaveLength(1);
  },

  'runs a job once more that is put in while it runs, when its definition asks for that': async (subject) => {
    const queue = await subject.open();
    const gate = Promise.withResolvers<void>();
    const keen = probeJob({ rerun: true });
    const probe = new Probe(keen, () => gate.promise);
    await probe.startOn(queue);
    const first = await queue.enqueue(keen, { key: 'a' });
    await eventually(() => expect(probe.runs).toHaveLength(1));
    expect(await queue.enqueue(keen, { key: 'a' })).toEqual({ id: first.id, duplicate: true });
    expect(await queue.enqueue(keen, { key: 'a' })).toEqual({ id: first.id, duplicate: true });
    gate.resolve();
    await eventually(async () => expect(await queue.isPending(keen, { key: 'a' })).toBe(false));
    await subject.elapse(500);
    expect(probe.attempts).toEqual([1, 1]);
  },

  'takes a key again once its job is done': async ({ open }) => {
    const queue = await open();
    const probe = new Probe(job);
    await probe.startOn(queue);
    await queue.enqueue(job, { key: 'a' });
    await eventually(async () => expect(await queue.isPending(job, { key: 'a' })).toBe(false));
    expect((await queue.enqueue(job, { key: 'a' })).duplicate).toBe(false);
    await eventually(() => expect(probe.keys).toEqual(['a', 'a']));
  },

  'keeps the same key of two kinds of job apart': async ({ open }) => {
    const queue = await open();
    const [one, other] = [new Probe(job), new Probe(probeJob({ name: 'test.other' }))];
    await queue.start([one.handler, other.handler]);
    await queue.enqueue(one.definition, { key: 'a' });
    expect((await queue.enqueue(other.definition, { key: 'a' })).duplicate).toBe(false);
    await eventually(() => expect([one.keys, other.keys]).toEqual([['a'], ['a']]));
  },

  'does not run a job before its delay has passed': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(job);
    await probe.startOn(queue);
    await queue.enqueue(job, { key: 'later' }, { delayMs: 1_000 });
    expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 1 });
    await elapse(800);
    expect(probe.keys).toEqual([]);
    await elapse(250);
    await eventually(() => expect(probe.keys).toEqual(['later']));
  },

  'runs a job that is due earlier first, although it was put in later': async ({ open, elapse }) => {
    const queue = await open();
    const probe = new Probe(job);
    await probe.startOn(queue);
    await queue.enqueue(job, { key: 'later' }, { delayMs: 60_000 });
    await queue.enqueue(job, { key: 'sooner' }, { delayMs: 300 });
    await elapse(500);
    await eventually(() => expect(probe.keys).toEqual(['sooner']));
  },

  'runs no more of one kind at once than its definition allows, and then the rest': async ({ open }) => {
    const queue = await open();
    const gates: (() => void)[] = [];
    const narrow = probeJob({ concurrency: 2 });
    const probe = new Probe(narrow, () => new Promise((resolve) => gates.push(resolve)));
    await probe.startOn(queue);
    for (const key of ['a', 'b', 'c', 'd', 'e']) await queue.enqueue(narrow, { key });
    for (let done = 0; done < 5; done += 1) {
      const expected = Math.min(5, done + 2);
      await eventually(async () => {
        expect(probe.runs).toHaveLength(expected);
        expect((await queue.counts()).active).toBe(expected - done);
      });
      gates[done]!();
    }
    expect(new Set(probe.keys).size).toBe(5);
  },

  'runs other kinds while one kind is full': async ({ open }) => {
    const queue = await open();
    const full = new Probe(probeJob({ name: 'test.full', concurrency: 1 }), untilAborted);
    const free = new Probe(job);
    await queue.start([full.handler, free.handler]);
    await queue.enqueue(full.definition, { key: 'a' });
    await queue.enqueue(full.definition, { key: 'b' });
    await queue.enqueue(job, { key: 'c' });
    await eventually(() => expect(free.keys).toEqual(['c']));
    expect(full.keys).toEqual(['a']);
  },

  'takes out a job that waits or is delayed, and only such a one': async ({ open, elapse }) => {
    const queue = await open();
    await queue.enqueue(job, { key: 'waiting' });
    await queue.enqueue(job, { key: 'delayed' }, { delayMs: 300 });
    expect(await queue.cancel(job, { key: 'waiting' })).toBe(true);
    expect(await queue.cancel(job, { key: 'delayed' })).toBe(true);
    expect(await queue.cancel(job, { key: 'delayed' })).toBe(false);
    const probe = new Probe(job, untilAborted);
    await probe.startOn(queue);
    await queue.enqueue(job, { key: 'running' });
    await elapse(500);
    await eventually(() => expect(probe.keys).toEqual(['running']));
    expect(await queue.cancel(job, { key: 'running' })).toBe(false);
  },

  'says of a job that it is pending while it waits, is delayed or runs': async ({ open }) => {
    const queue = await open();
    const gate = Promise.withResolvers<void>();
    const probe = new Probe(job, () => gate.promise);
    const pending = (key: string) => queue.isPending(job, { key });
    await queue.enqueue(job, { key: 'a' });
    await queue.enqueue(job, { key: 'delayed' }, { delayMs: 60_000 });
    expect([await pending('a'), await pending('delayed'), await pending('never')]).toEqual([
      true,
      true,
      false,
    ]);
    await probe.startOn(queue);
    await eventually(() => expect(probe.keys).toEqual(['a']));
    expect(await pending('a')).toBe(true);
    gate.resolve();
    await eventually(async () => expect(await pending('a')).toBe(false));
  },
};
