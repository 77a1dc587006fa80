import { describe, expect, inject, it } from 'vitest';
import { newId } from '#libs/kernel';
import { failuresOf } from '#libs/kernel/testing';
import { BullQueueSubject, type MakeBullQueue } from '../testing/bull-queue-subject.js';
import { jobQueueContract } from '../testing/job-queue.contract.js';
import { BullJobQueue } from './bull-job-queue.js';
import type { BullStore } from './bull-store.js';

const redisUrl = inject('redisUrl');

/** A queue whose store has the given fault. */
const withStore =
  (fault: (store: BullStore) => void): MakeBullQueue =>
  (options) => {
    const queue = new BullJobQueue(options);
    fault((queue as unknown as { store: BullStore }).store);
    return queue;
  };

const broken = [
  {
    fault: 'forgets keys',
    make: withStore((store) => {
      const enqueue = store.enqueue.bind(store);
      store.enqueue = (job) => enqueue({ ...job, dedupeKey: newId() });
    }),
    caughtBy: 'gives the job that is there while one with the same key waits',
  },
  {
    fault: 'ignores delays',
    make: withStore((store) => {
      const enqueue = store.enqueue.bind(store);
      store.enqueue = (job) => enqueue({ ...job, runAtMs: job.nowMs });
    }),
    caughtBy: 'does not run a job before its delay has passed',
  },
  {
    fault: 'forgets that a running job shall run once more',
    make: withStore((store) => {
      const enqueue = store.enqueue.bind(store);
      store.enqueue = (job) => enqueue({ ...job, rerun: false });
    }),
    caughtBy: 'runs a job once more that is put in while it runs, when its definition asks for that',
  },
  {
    fault: 'counts the attempts it gives back',
    make: withStore((store) => {
      const settle = store.settle.bind(store);
      store.settle = (lease, settlement) =>
        settlement.outcome.kind === 'given_back'
          ? settle(lease, { ...settlement, outcome: { kind: 'retry', delayMs: 0, errorCode: 'X' } })
          : settle(lease, settlement);
    }),
    caughtBy: 'gives back what still runs when the time to stop is over, without counting the attempt',
  },
  {
    fault: 'forgets the jobs of everybody',
    make: withStore((store) => {
      const forget = store.forget.bind(store);
      store.forget = async ({ ownerId }) => (await forget({ ownerId })) + (await forget({ ownerId: 'bob' }));
    }),
    caughtBy: 'forgets the jobs of one owner that wait, are delayed or dead, of every kind, and no others',
  },
] satisfies { fault: string; make: MakeBullQueue; caughtBy: string }[];

describe.skipIf(redisUrl === null)('JobQueue contract on Redis', () => {
  /** Only the test that must fail: all of them would take minutes of real time for each. */
  const contractOf = (title: string, make?: MakeBullQueue) => {
    const create = () => BullQueueSubject.create(redisUrl!, make);
    const contract = jobQueueContract({ name: title, create });
    return { ...contract, tests: contract.tests.filter((test) => test.title === title) };
  };

  it.each(broken)('fails a queue that $fault', async ({ make, caughtBy }) => {
    expect(await failuresOf(contractOf(caughtBy))).toEqual([]);
    expect(await failuresOf(contractOf(caughtBy, make))).toEqual([caughtBy]);
  });
});
