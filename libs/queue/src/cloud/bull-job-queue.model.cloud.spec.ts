import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { BullQueueSubject } from '../testing/bull-queue-subject.js';
import { QueueModel, modelSteps } from '../testing/queue-model.js';

const redisUrl = inject('redisUrl');

/** Few runs, because time is real here: each crash takes seconds to be noticed. */
const RUNS = 6;

it.skipIf(redisUrl === null)(
  'behaves as its model whatever is put in, taken out, run or lost in whatever order',
  { timeout: 300_000 },
  async () => {
    const property = fc.asyncProperty(modelSteps, async (steps) => {
      const { subject, dispose } = BullQueueSubject.create(redisUrl!);
      try {
        await QueueModel.check(subject, steps);
      } finally {
        await dispose();
      }
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, {
      numRuns: RUNS,
      endOnFailure: true,
    });
    expect({ failed, counterexample, errorInstance }).toMatchObject({ failed: false });
  },
);
