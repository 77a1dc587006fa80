import { describe, expect, it } from 'vitest';
import { failuresOf } from '#libs/kernel/testing';
import { newId } from '#libs/kernel';
import { SqliteJobQueue, type SqliteJobQueueOptions } from '../embedded/sqlite-job-queue.js';
import type { JobTable } from '../embedded/job-table.js';
import { jobQueueContract } from './job-queue.contract.js';
import { SqliteQueueSubject } from './sqlite-queue-subject.js';

class ForgetsKeys extends SqliteJobQueue {
  override enqueue: SqliteJobQueue['enqueue'] = (definition, ...rest) =>
    super.enqueue({ ...definition, dedupeKey: () => newId() }, ...rest);
}

class Impatient extends SqliteJobQueue {
  override enqueue: SqliteJobQueue['enqueue'] = (definition, payload) => super.enqueue(definition, payload);
}

class IgnoresConcurrency extends SqliteJobQueue {
  override start: SqliteJobQueue['start'] = (handlers) =>
    super.start(
      handlers.map(({ definition, run }) => ({ run, definition: { ...definition, concurrency: 99 } })),
    );
}

/** A queue whose table has the given fault. */
const withTable = (fault: (table: JobTable) => void) => (options: SqliteJobQueueOptions) => {
  const queue = new SqliteJobQueue(options);
  fault((queue as unknown as { table: JobTable }).table);
  return queue;
};

const acceptsLateAnswers = withTable((table) => {
  const finish = table.finish.bind(table);
  table.finish = ({ id }, nowMs) => [1, 2, 3].some((epoch) => finish({ id, epoch }, nowMs));
});

const countsEveryAttempt = withTable((table) => {
  const waitAgain = table.waitAgain.bind(table);
  table.waitAgain = (lease, wait) => waitAgain(lease, { ...wait, attempts: 'count' });
});

const neverRunsOnceMore = withTable((table) => {
  const insert = table.insert.bind(table);
  table.insert = (job) => insert({ ...job, rerun: false });
});

const letsLeasesEnd = withTable((table) => {
  table.renew = () => [];
});

const broken = [
  {
    make: (options: SqliteJobQueueOptions) => new ForgetsKeys(options),
    fault: 'forgets keys',
    caughtBy: 'gives the job that is there while one with the same key waits',
  },
  {
    make: (options: SqliteJobQueueOptions) => new Impatient(options),
    fault: 'ignores delays',
    caughtBy: 'does not run a job before its delay has passed',
  },
  {
    make: (options: SqliteJobQueueOptions) => new IgnoresConcurrency(options),
    fault: 'ignores the limit of jobs at once',
    caughtBy: 'runs no more of one kind at once than its definition allows, and then the rest',
  },
  {
    make: countsEveryAttempt,
    fault: 'counts the attempts it gives back',
    caughtBy: 'gives back what still runs when the time to stop is over, without counting the attempt',
  },
  {
    make: acceptsLateAnswers,
    fault: 'accepts the answer of a process that lost its lease',
    caughtBy: 'hands the job of a process that fell silent to another, and ignores what the first says later',
  },
  {
    make: neverRunsOnceMore,
    fault: 'forgets that a running job shall run once more',
    caughtBy: 'runs a job once more that is put in while it runs, when its definition asks for that',
  },
  {
    make: letsLeasesEnd,
    fault: 'does not renew leases',
    caughtBy: 'does not take a job away from a process that works on it for long',
  },
];

describe.concurrent('JobQueue contract', () => {
  it.each(broken)('fails a queue that $fault', { timeout: 60_000 }, async ({ make, fault, caughtBy }) => {
    const contract = jobQueueContract({ name: fault, create: () => SqliteQueueSubject.create(make) });
    expect(await failuresOf(contract)).toContain(caughtBy);
  });
});
