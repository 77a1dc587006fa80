import { vi } from 'vitest';
import { z } from 'zod';
import { defineJob, type JobDefinition } from '#libs/contracts';
import type { JobContext, JobQueue, RegisteredHandler } from '../job-queue.js';

const schema = z.object({ key: z.string() });
export type ProbePayload = z.infer<typeof schema>;
type ProbeJob = JobDefinition<ProbePayload>;

/** A job definition for tests; what is not given is as lenient as a test needs. */
export function probeJob(given: Partial<ProbeJob> = {}): ProbeJob {
  return defineJob({ name: 'test.probe', schema, dedupeKey: ({ key }) => key, ...given });
}

export interface ProbeRun extends JobContext {
  readonly key: string;
}

/** A handler that remembers its runs. */
export class Probe {
  readonly runs: ProbeRun[] = [];

  constructor(
    readonly definition: ProbeJob,
    private readonly behave: (run: ProbeRun) => Promise<void> | void = () => {},
  ) {}

  get keys(): string[] {
    return this.runs.map(({ key }) => key);
  }

  get attempts(): number[] {
    return this.runs.map(({ attempt }) => attempt);
  }

  get handler(): RegisteredHandler {
    return {
      definition: this.definition,
      run: async (payload, { jobId, attempt, signal }) => {
        const run = { jobId, attempt, signal, key: (payload as ProbePayload).key };
        this.runs.push(run);
        await this.behave(run);
      },
    };
  }

  async startOn(queue: JobQueue): Promise<void> {
    await queue.start([this.handler]);
  }
}

/** Settles as the signal aborts, with its reason: a handler that does as it is told. */
export function untilAborted({ signal }: JobContext): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Waits, in real time, for something that needs no time to pass on the queue's clock. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { interval: 5, timeout: 1_000 });
}
