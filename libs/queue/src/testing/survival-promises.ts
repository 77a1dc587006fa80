import { expect } from 'vitest';
import { AppError } from '#libs/kernel';
import type { ContractTests } from '#libs/kernel/testing';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob, untilAborted } from './probe.js';

const job = probeJob();

/** A process that runs the probe's jobs, each until `answer` is called. */
async function openWorker({ open }: JobQueueSubject) {
  const queue = await open();
  const gate = Promise.withResolvers<void>();
  const probe = new Probe(job, () => gate.promise);
  await probe.startOn(queue);
  return { queue, probe, answer: gate.resolve };
}

/** What happens to jobs when a process stops, or dies. */
export const survivalPromises: ContractTests<JobQueueSubject> = {
  'stops only when the running jobs are done, while there is time': async ({ open, elapse }) => {
    const queue = await open();
    const gate = Promise.withResolvers<void>();
    const probe = new Probe(job, () => gate.promise);
    await probe.startOn(queue);
    await queue.enqueue(job, { key: 'a' });
    await eventually(() => expect(probe.runs).toHaveLength(1));
    let stopped = false;
    const stopping = queue.stop(10_000).then(() => (stopped = true));
    await elapse(300);
    expect([stopped, probe.runs[0]!.signal.aborted]).toEqual([false, false]);
    gate.resolve();
    await stopping;
    expect(await queue.isPending(job, { key: 'a' })).toBe(false);
  },

  'gives back what still runs when the time to stop is over, without counting the attempt': async (
    subject,
  ) => {
    const queue = await subject.open();
    const cutOff = new Probe(job, untilAborted);
    await cutOff.startOn(queue);
    await queue.enqueue(job, { key: 'a' });
    await eventually(() => expect(cutOff.runs).toHaveLength(1));
    const stopping = queue.stop(200);
    await subject.elapse(400);
    await stopping;
    expect(cutOff.runs[0]!.signal.aborted).toBe(true);
    const next = new Probe(job);
    await next.startOn(await subject.open());
    await eventually(() => expect(next.attempts).toEqual([1]));
  },

  'takes nothing more once it stopped, and loses nothing': async ({ open, elapse }) => {
    const queue = await open();
    const stoppedProbe = new Probe(job);
    await stoppedProbe.startOn(queue);
    await queue.stop(0);
    await queue.enqueue(job, { key: 'a' });
    await elapse(500);
    expect(stoppedProbe.runs).toEqual([]);
    const next = new Probe(job);
    await next.startOn(await open());
    await eventually(() => expect(next.keys).toEqual(['a']));
  },

  'keeps waiting, delayed and dead jobs over a restart': async ({ open, elapse }) => {
    const before = await open();
    const failing = new Probe(probeJob({ name: 'test.failing' }), () => {
      throw new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.');
    });
    await failing.startOn(before);
    await before.enqueue(failing.definition, { key: 'dead' });
    await eventually(async () => expect((await before.counts()).dead).toBe(1));
    await before.enqueue(job, { key: 'waiting' });
    await before.enqueue(job, { key: 'delayed' }, { delayMs: 1_900 });
    await before.stop(0);

    const after = await open();
    expect(await after.counts()).toEqual({ waiting: 1, delayed: 1, active: 0, dead: 1 });
    const probe = new Probe(job);
    await probe.startOn(after);
    await eventually(() => expect(probe.keys).toEqual(['waiting']));
    await elapse(2_000);
    await eventually(() => expect(probe.keys).toEqual(['waiting', 'delayed']));
  },

  'hands the job of a process that fell silent to another, and ignores what the first says later': async (
    subject,
  ) => {
    const workers = [await openWorker(subject), await openWorker(subject)];
    await workers[0]!.queue.enqueue(job, { key: 'a' });
    const running = () => workers.find(({ probe }) => probe.runs.length > 0);
    await eventually(() => expect(running()).toBeDefined());
    const silent = running()!;
    const living = workers.find((worker) => worker !== silent)!;
    await subject.crash(silent.queue);
    await subject.elapse(subject.reclaimedAfterMs);
    await eventually(() => expect(living.probe.attempts).toEqual([2]));

    silent.answer();
    await subject.elapse(100);
    expect(await living.queue.isPending(job, { key: 'a' })).toBe(true);
    living.answer();
    await eventually(async () => expect(await living.queue.isPending(job, { key: 'a' })).toBe(false));
    expect([silent.probe.runs.length, living.probe.runs.length]).toEqual([1, 1]);
  },

  'does not take a job away from a process that works on it for long': async ({
    open,
    elapse,
    reclaimedAfterMs,
  }) => {
    const queue = await open();
    const slow = probeJob({ timeoutMs: reclaimedAfterMs * 4 });
    const gate = Promise.withResolvers<void>();
    const probe = new Probe(slow, () => gate.promise);
    await probe.startOn(queue);
    await queue.enqueue(slow, { key: 'a' });
    await eventually(() => expect(probe.runs).toHaveLength(1));
    await elapse(reclaimedAfterMs * 2);
    expect([probe.runs.length, probe.runs[0]!.signal.aborted]).toEqual([1, false]);
    gate.resolve();
    await eventually(async () => expect(await queue.isPending(slow, { key: 'a' })).toBe(false));
  },
};
