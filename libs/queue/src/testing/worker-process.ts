import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalJob } from './journal-job.js';
import { openQueue, type JobStoreAddress } from './open-queue.js';

/** What `worker-process.js` is told, as JSON, by its one argument. */
export interface WorkerOrders {
  readonly store: JobStoreAddress;
  /** Gets a file `journal` and, for each job that was run to its end, a file with its key as name. */
  readonly folder: string;
  /** Puts in the jobs with the keys from .. to-1; those that are there stay. */
  readonly from: number;
  readonly to: number;
  /** How long each job takes. */
  readonly workMs: number;
}

/**
 * A program that a test may kill. It puts jobs in and runs all, and ends when none is left. Each step is a line of the journal, written
 * before the next step: `put KEY` once the queue has acknowledged it, `begin KEY`, then `end KEY`, or `repeat KEY` when the job's effect
 * was there already. The effect is what makes running twice harmless: a file that can be made only once.
 */
const orders = JSON.parse(process.argv[2]!) as WorkerOrders;
const note = (step: string, key: string) =>
  appendFileSync(join(orders.folder, 'journal'), `${step} ${key}\n`);

const queue = openQueue(orders.store);

await queue.start([
  {
    definition: journalJob,
    run: async (payload) => {
      const { key } = payload as { key: string };
      note('begin', key);
      await new Promise((resolve) => setTimeout(resolve, orders.workMs));
      note(haveEffect(key) ? 'end' : 'repeat', key);
    },
  },
]);

for (let key = orders.from; key < orders.to; key += 1) {
  await queue.enqueue(journalJob, { key: String(key) });
  note('put', String(key));
}

const leave = setInterval(() => {
  void queue.counts().then(async (counts) => {
    if (counts.waiting + counts.delayed + counts.active > 0) return;
    clearInterval(leave);
    await queue.stop(0);
    queue.close();
  });
}, 20);

function haveEffect(key: string): boolean {
  try {
    writeFileSync(join(orders.folder, key), '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
