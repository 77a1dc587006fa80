import { expect } from 'vitest';
import { z } from 'zod';
import { defineJob } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import type { ContractTests } from '#libs/kernel/testing';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob, untilAborted } from './probe.js';

const owned = defineJob({
  name: 'test.owned',
  schema: z.object({
    ownerId: z.string(),
    conversationId: z.string().optional(),
    fails: z.boolean().optional(),
  }),
  dedupeKey: ({ ownerId, conversationId }) => `${ownerId}/${conversationId ?? ''}`,
});
const other = { ...owned, name: 'test.owned-too' };

/** What is known of a job's owner: all of an owner's jobs can be found and removed, and nobody else's. */
export const ownerPromises: ContractTests<JobQueueSubject> = {
  'forgets the jobs of one owner that wait, are delayed or dead, of every kind, and no others': async ({
    open,
  }) => {
    const queue = await open();
    await queue.start([
      { definition: owned, run: () => Promise.reject(new AppError('invalid', 'X', 'No.')) },
    ]);
    await queue.enqueue(owned, { ownerId: 'ada', conversationId: 'dead' });
    await queue.enqueue(owned, { ownerId: 'bob', conversationId: 'dead' });
    await eventually(async () => expect((await queue.counts()).dead).toBe(2));
    await queue.enqueue(other, { ownerId: 'ada' });
    await queue.enqueue(other, { ownerId: 'bob' });
    await queue.enqueue(other, { ownerId: 'ada', conversationId: 'c1' }, { delayMs: 60_000 });
    expect(await queue.count({ ownerId: 'ada' })).toBe(3);
    expect(await queue.forget({ ownerId: 'ada' })).toBe(3);
    expect(await queue.count({ ownerId: 'ada' })).toBe(0);
    expect(await queue.counts()).toEqual({ waiting: 1, delayed: 0, active: 0, dead: 1 });
    expect(await queue.isPending(other, { ownerId: 'bob' })).toBe(true);
    expect(await queue.forget({ ownerId: 'nobody' })).toBe(0);
  },

  'forgets the jobs about one conversation and leaves the owner’s others': async ({ open }) => {
    const queue = await open();
    await queue.enqueue(owned, { ownerId: 'ada', conversationId: 'c1' });
    await queue.enqueue(other, { ownerId: 'ada', conversationId: 'c1' });
    await queue.enqueue(owned, { ownerId: 'ada', conversationId: 'c2' });
    await queue.enqueue(owned, { ownerId: 'bob', conversationId: 'c1' });
    expect(await queue.forget({ ownerId: 'ada', conversationId: 'c1' })).toBe(2);
    expect(await queue.count({ ownerId: 'ada' })).toBe(1);
    expect(await queue.count({ ownerId: 'bob', conversationId: 'c1' })).toBe(1);
  },

  'leaves a job that runs to end by itself, and counts it until then': async ({ open }) => {
    const queue = await open();
    const gate = Promise.withResolvers<void>();
    await queue.start([{ definition: owned, run: () => gate.promise }]);
    await queue.enqueue(owned, { ownerId: 'ada' });
    await eventually(async () => expect((await queue.counts()).active).toBe(1));
    expect(await queue.forget({ ownerId: 'ada' })).toBe(0);
    expect(await queue.count({ ownerId: 'ada' })).toBe(1);
    gate.resolve();
    await eventually(async () => expect(await queue.count({ ownerId: 'ada' })).toBe(0));
  },

  'takes a forgotten job’s key again at once': async ({ open }) => {
    const queue = await open();
    await queue.enqueue(owned, { ownerId: 'ada' });
    await queue.forget({ ownerId: 'ada' });
    expect((await queue.enqueue(owned, { ownerId: 'ada' })).duplicate).toBe(false);
  },

  'counts each kind of job by itself': async ({ open }) => {
    const queue = await open();
    const running = new Probe(probeJob(), untilAborted);
    await running.startOn(queue);
    await queue.enqueue(running.definition, { key: 'a' });
    await queue.enqueue(owned, { ownerId: 'ada' });
    await queue.enqueue(owned, { ownerId: 'bob' }, { delayMs: 60_000 });
    await eventually(async () =>
      expect(await queue.countsByName()).toEqual({
        'test.probe': { waiting: 0, delayed: 0, active: 1, dead: 0 },
        'test.owned': { waiting: 1, delayed: 1, active: 0, dead: 0 },
      }),
    );
  },
};
