import { appendFileSync } from 'node:fs';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { SqliteJobQueue } from '../embedded/sqlite-job-queue.js';
import { JobRunner } from '../job-runner.js';
import { journalJob } from './journal-job.js';

/**
 * A program that a test may kill: `node worker-process.js DATA_DIR JOURNAL PUT_IN WORK_MS`. It puts in jobs 0 … PUT_IN-1 (those that are
 * there stay), runs all, and ends when none is left. Each step is a line of the journal, written before the next step: `put KEY`,
 * `begin KEY`, `end KEY`.
 */
const [dataDir, journal, putIn, workMs] = process.argv.slice(2) as [string, string, string, string];
const note = (step: string, key: string) => appendFileSync(journal, `${step} ${key}\n`);

const clock = new SystemClock();
const log = new SilentLog();
const queue = new SqliteJobQueue({ dataDir, clock, runner: new JobRunner(clock, log, new Metrics()), log });

await queue.start([
  {
    definition: journalJob,
    run: async (payload) => {
      const { key } = payload as { key: string };
      note('begin', key);
      await new Promise((resolve) => setTimeout(resolve, Number(workMs)));
      note('end', key);
    },
  },
]);

for (let key = 0; key < Number(putIn); key += 1) {
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
