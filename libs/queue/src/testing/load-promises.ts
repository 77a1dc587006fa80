import { expect } from 'vitest';
import { z } from 'zod';
import { defineJob } from '#libs/contracts';
import type { ContractTests } from '#libs/kernel/testing';
import type { JobQueueSubject } from './job-queue-subject.js';
import { Probe, eventually, probeJob } from './probe.js';

const job = probeJob({ concurrency: 8 });
const anyJob = defineJob({
  name: 'test.any',
  schema: z.looseObject({ key: z.string() }),
  dedupeKey: ({ key }) => key,
});

/** Keys that separators, patterns and encodings of a store could stumble over. */
const ODD_KEYS = [
  '',
  ' ',
  'a:b',
  'wait',
  'active',
  '*',
  '{x}',
  '日本語',
  '👩‍👩‍👧',
  '\u00e9',
  'e\u0301',
  '\u0000',
  '%00',
  '../..',
  "'; --",
  'x'.repeat(5_000),
];

function deep(levels: number): unknown {
  return levels === 0 ? 'end' : [{ in: deep(levels - 1) }];
}

/** Many at once, and values that are large or odd. */
export const loadPromises: ContractTests<JobQueueSubject> = {
  'puts a job in once when a hundred ask for it at once, and tells exactly one so': async ({ open }) => {
    const [one, other] = [await open(), await open()];
    const asked = Array.from({ length: 100 }, (_, n) => (n % 2 ? one : other).enqueue(job, { key: 'same' }));
    const answers = await Promise.all(asked);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const probe = new Probe(job);
    await probe.startOn(one);
    await eventually(async () => expect(await one.isPending(job, { key: 'same' })).toBe(false));
    expect(probe.keys).toEqual(['same']);
  },

  'runs each of several hundred jobs once, put in at once by two and run by two': async ({ open }) => {
    const queues = [await open(), await open()];
    const probes = [new Probe(job), new Probe(job)];
    const keys = Array.from({ length: 300 }, (_, n) => `job ${n}`);
    for (const [at, probe] of probes.entries()) await probe.startOn(queues[at]!);
    await Promise.all(keys.map((key, n) => queues[n % 2]!.enqueue(job, { key })));
    await eventually(async () => expect(await queues[0]!.counts()).toMatchObject({ waiting: 0, active: 0 }));
    expect(probes.flatMap((probe) => probe.keys).sort()).toEqual(keys.sort());
  },

  'keeps apart keys that are odd, and hands each on as it was': async ({ open }) => {
    const queue = await open();
    for (const key of ODD_KEYS) expect((await queue.enqueue(job, { key })).duplicate).toBe(false);
    const probe = new Probe(job);
    await probe.startOn(queue);
    await eventually(() => expect(probe.keys).toHaveLength(ODD_KEYS.length));
    expect(new Set(probe.keys)).toEqual(new Set(ODD_KEYS));
  },

  'hands on payloads that are large, deep or odd as they were': async ({ open }) => {
    const queue = await open();
    const payloads = [
      { key: 'large', text: 'ß'.repeat(500_000) },
      { key: 'deep', value: deep(100) },
      {
        key: 'odd',
        empty: '',
        list: [],
        none: null,
        small: 5e-324,
        big: Number.MAX_SAFE_INTEGER,
        nul: '\u0000',
      },
      { key: 'names', '': 1, 'a.b': 2, $: 3, __proto: 4, 日本: 5 },
    ];
    const seen: unknown[] = [];
    await queue.start([{ definition: anyJob, run: (payload) => Promise.resolve(void seen.push(payload)) }]);
    for (const payload of payloads) await queue.enqueue(anyJob, payload);
    await eventually(() => expect(seen).toHaveLength(payloads.length));
    expect(seen).toEqual(expect.arrayContaining(payloads));
  },
};
