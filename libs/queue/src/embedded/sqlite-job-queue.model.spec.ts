import fc from 'fast-check';
import { expect, it } from 'vitest';
import { QueueModel, modelSteps } from '../testing/queue-model.js';
import { SqliteQueueSubject } from '../testing/sqlite-queue-subject.js';
import { SqliteJobQueue } from './sqlite-job-queue.js';

async function holds(make?: Parameters<typeof SqliteQueueSubject.create>[0], numRuns = 40): Promise<boolean> {
  const property = fc.asyncProperty(modelSteps, async (steps) => {
    const { subject, dispose } = await SqliteQueueSubject.create(make);
    try {
      await QueueModel.check(subject, steps);
    } finally {
      await dispose();
    }
  });
  return !(await fc.check(property, { numRuns, endOnFailure: true })).failed;
}

it(
  'behaves as its model whatever is put in, taken out, run or lost in whatever order',
  { timeout: 60_000 },
  async () => {
    expect(await holds()).toBe(true);
  },
);

it('is told from a queue that forgets to take jobs out', { timeout: 60_000 }, async () => {
  class KeepsAll extends SqliteJobQueue {
    override cancel: SqliteJobQueue['cancel'] = () => Promise.resolve(true);
  }
  expect(await holds((options) => new KeepsAll(options))).toBe(false);
});
