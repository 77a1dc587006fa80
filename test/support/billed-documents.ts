import { expect, vi } from 'vitest';
import type { MnemeProcess } from './mneme-process.js';

/** Documents as Firestore bills them. */
export interface Billed {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
}

/** What some work costs in documents, with all the jobs that it puts in. */
export async function billedFor(server: MnemeProcess, work: () => Promise<unknown>): Promise<Billed> {
  const before = await billed(server);
  await work();
  await whenNothingRuns(server);
  const after = await billed(server);
  return {
    reads: after.reads - before.reads,
    writes: after.writes - before.writes,
    deletes: after.deletes - before.deletes,
  };
}

async function billed(server: MnemeProcess): Promise<Billed> {
  const metrics = await (await server.fetch('/metrics')).text();
  const count = (operation: string) =>
    Number(
      new RegExp(`^mneme_documents_billed\\{operation="${operation}"\\} (\\d+)$`, 'm').exec(metrics)![1],
    );
  return { reads: count('read'), writes: count('write'), deletes: count('delete') };
}

async function whenNothingRuns(server: MnemeProcess): Promise<void> {
  await vi.waitFor(
    async () => {
      const { jobs } = await server.json<{ jobs: { waiting: number; active: number }[] }>('/v1/admin/jobs');
      expect(jobs.filter(({ waiting, active }) => waiting + active > 0)).toEqual([]);
    },
    { timeout: 60_000, interval: 200 },
  );
}
