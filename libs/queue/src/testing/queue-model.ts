import fc from 'fast-check';
import { expect } from 'vitest';
import type { JobQueue } from '../job-queue.js';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob } from './probe.js';

const KEYS = ['a', 'b', 'c', 'd'];
const job = probeJob({ name: 'test.model', attempts: 50, concurrency: 4 });
const LATER_MS = 3_600_000;

type Step =
  | { readonly kind: 'enqueue' | 'enqueue later' | 'cancel'; readonly key: string }
  | { readonly kind: 'work' | 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('enqueue' as const), key: fc.constantFrom(...KEYS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('enqueue later' as const), key: fc.constantFrom(...KEYS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), key: fc.constantFrom(...KEYS) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
);

export const modelSteps: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 5, maxLength: 12 });

/**
 * Drives a queue and a model of it side by side. In the model a key waits, is delayed, or is not there; `work` runs all that waits;
 * `crash` is a process that dies with all that waits in its hands, so that whoever comes next must do it.
 */
export class QueueModel {
  private readonly waiting = new Set<string>();
  private readonly delayed = new Set<string>();

  private constructor(
    private readonly subject: JobQueueSubject,
    private readonly queue: JobQueue,
  ) {}

  static async check(subject: JobQueueSubject, steps: readonly Step[]): Promise<void> {
    const model = new QueueModel(subject, await subject.open());
    for (const each of steps) {
      await model.take(each);
      await model.compare();
    }
  }

  private async take(each: Step): Promise<void> {
    switch (each.kind) {
      case 'enqueue':
        return this.enqueue(each.key, 0);
      case 'enqueue later':
        return this.enqueue(each.key, LATER_MS);
      case 'cancel': {
        const expected = this.waiting.delete(each.key) || this.delayed.delete(each.key);
        expect(await this.queue.cancel(job, { key: each.key })).toBe(expected);
        return;
      }
      case 'work':
        return this.work();
      case 'crash':
        return this.crash();
    }
  }

  private async enqueue(key: string, delayMs: number): Promise<void> {
    const known = this.waiting.has(key) || this.delayed.has(key);
    const { duplicate } = await this.queue.enqueue(job, { key }, { delayMs });
    expect(duplicate).toBe(known);
    if (!known) (delayMs === 0 ? this.waiting : this.delayed).add(key);
  }

  private async work(): Promise<void> {
    const expected = [...this.waiting].sort();
    const worker = await this.subject.open();
    const probe = new Probe(job);
    await probe.startOn(worker);
    await eventually(async () => expect(await worker.counts()).toMatchObject({ waiting: 0, active: 0 }));
    await worker.stop(0);
    expect([...probe.keys].sort()).toEqual(expected);
    this.waiting.clear();
  }

  private async crash(): Promise<void> {
    const worker = await this.subject.open();
    const probe = new Probe(job, () => new Promise<void>(() => {}));
    await probe.startOn(worker);
    await eventually(() => expect(probe.runs).toHaveLength(this.waiting.size));
    await this.subject.crash(worker);
    if (this.waiting.size === 0) return;
    const heir = await this.subject.open();
    const inherited = new Probe(job);
    await inherited.startOn(heir);
    await this.subject.elapse(this.subject.reclaimedAfterMs);
    await eventually(() => expect([...inherited.keys].sort()).toEqual([...this.waiting].sort()));
    await eventually(async () => expect((await heir.counts()).active).toBe(0));
    await heir.stop(0);
    this.waiting.clear();
  }

  private async compare(): Promise<void> {
    const { waiting, delayed, active, dead } = await this.queue.counts();
    expect({ waiting, delayed, active, dead }).toEqual({
      waiting: this.waiting.size,
      delayed: this.delayed.size,
      active: 0,
      dead: 0,
    });
    for (const key of KEYS) {
      const expected = this.waiting.has(key) || this.delayed.has(key);
      expect(await this.queue.isPending(job, { key })).toBe(expected);
    }
  }
}
