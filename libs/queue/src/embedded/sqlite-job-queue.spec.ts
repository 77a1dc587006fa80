import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runInContext } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { JobRunner } from '../job-runner.js';
import { jobQueueContract } from '../testing/job-queue.contract.js';
import { Probe, eventually, probeJob } from '../testing/probe.js';
import { SqliteQueueSubject } from '../testing/sqlite-queue-subject.js';
import { JobTable } from './job-table.js';
import { SqliteJobQueue } from './sqlite-job-queue.js';

runContract(jobQueueContract({ name: 'SQLite', create: () => SqliteQueueSubject.create() }));

describe('SqliteJobQueue', () => {
  let dataDir: string;
  let clock: ManualClock;
  const queues: SqliteJobQueue[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'mneme-queue-'));
    clock = new ManualClock();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await Promise.all(queues.map((queue) => queue.stop(0)));
    for (const queue of queues.splice(0)) queue.close();
    rmSync(dataDir, { recursive: true });
  });

  const open = (on = clock) => {
    const log = new SilentLog();
    const runner = new JobRunner(on, log, new Metrics());
    const queue = new SqliteJobQueue({ dataDir, clock: on, runner, log });
    queues.push(queue);
    return queue;
  };

  /** A process that takes the job and then is never heard of again. */
  async function takeAndDie(job = probeJob()): Promise<void> {
    const died = Promise.withResolvers<void>();
    const probe = new Probe(job, () => died.promise);
    const queue = open(new ManualClock());
    await probe.startOn(queue);
    await eventually(() => expect(probe.runs).toHaveLength(1));
    queues.splice(queues.indexOf(queue), 1);
    queue.close();
  }

  it('takes up what a dead process left as soon as the next one starts', async () => {
    const job = probeJob();
    await open().enqueue(job, { key: 'a' });
    await takeAndDie(job);
    const probe = new Probe(job);
    await probe.startOn(open());
    await eventually(() => expect(probe.attempts).toEqual([2]));
  });

  it('gives up on a job that takes its process down at each attempt', async () => {
    const job = probeJob({ attempts: 2 });
    await open().enqueue(job, { key: 'a' });
    await takeAndDie(job);
    await takeAndDie(job);
    const [probe, queue] = [new Probe(job), open()];
    await probe.startOn(queue);
    await eventually(async () => expect((await queue.counts()).dead).toBe(1));
    expect((await queue.deadLetters(1))[0]!.errorCode).toBe('JOB_WORKER_LOST');
    expect(probe.runs).toEqual([]);
  });

  it('looks into an idle table only when it tends its leases', async () => {
    const claim = vi.spyOn(JobTable.prototype, 'claim');
    const queue = open();
    await new Probe(probeJob()).startOn(queue);
    await queue.enqueue(probeJob(), { key: 'far away' }, { delayMs: 3_600_000 });
    await clock.advance(1_000);
    claim.mockClear();
    await clock.advance(60_000);
    expect(claim).toHaveBeenCalledTimes(6);
  });

  it('finds within ten seconds what another process put in', async () => {
    const probe = new Probe(probeJob());
    await probe.startOn(open());
    await open().enqueue(probeJob(), { key: 'from the command line' });
    await clock.advance(10_000);
    await eventually(() => expect(probe.keys).toEqual(['from the command line']));
  });

  it('runs a job under the id of the request that put it in', async () => {
    const run = vi.spyOn(JobRunner.prototype, 'run');
    const queue = open();
    await new Probe(probeJob()).startOn(queue);
    await runInContext({ requestId: 'r1' }, () => queue.enqueue(probeJob(), { key: 'a' }));
    await eventually(() => expect(run).toHaveBeenCalledWith(expect.objectContaining({ requestId: 'r1' })));
  });

  it('answers unavailable, with advice, when the table cannot be written', async () => {
    const queue = open();
    queue.close();
    const failure = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };
    await expect(queue.enqueue(probeJob(), { key: 'a' })).rejects.toMatchObject(failure);
    await expect(queue.counts()).rejects.toMatchObject(failure);
  });

  it('says so when its folder cannot be made', () => {
    writeFileSync(join(dataDir, 'file'), '');
    dataDir = join(dataDir, 'file');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'JOB_STORE_UNAVAILABLE' }) as Error);
    dataDir = join(dataDir, '..');
  });

  it('runs a job again whose end could not be written', async () => {
    const finish = vi.spyOn(JobTable.prototype, 'finish').mockImplementationOnce(() => {
      throw new Error('database or disk is full');
    });
    const [queue, probe] = [open(), new Probe(probeJob())];
    await probe.startOn(queue);
    await queue.enqueue(probeJob(), { key: 'a' });
    await eventually(() => expect(finish).toHaveBeenCalledTimes(1));
    await clock.advance(40_000);
    await eventually(() => expect(probe.attempts).toEqual([1, 2]));
    await eventually(async () => expect(await queue.isPending(probeJob(), { key: 'a' })).toBe(false));
  });
});
