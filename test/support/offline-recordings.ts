import { expect, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import type { SyncJob } from './device-files.js';
import type { MnemeProcess } from './mneme-process.js';

export const SYNC = '/v2/sync-local-files';
export const anHourAgoS = () => Math.floor(Date.now() / 1_000) - 3_600;

export async function finished(server: MnemeProcess, jobId: string): Promise<SyncJob> {
  return vi.waitFor(
    async () => {
      const job = await server.json<SyncJob>(`${SYNC}/${jobId}`);
      expect(['completed', 'partial_failure', 'failed']).toContain(job.status);
      return job;
    },
    { timeout: 90_000, interval: 200 },
  );
}

export async function completed(server: MnemeProcess, id: string): Promise<Conversation> {
  return vi.waitFor(
    async () => {
      const current = await server.json<Conversation>(`/v1/conversations/${id}`);
      expect(current.status).toBe('completed');
      return current;
    },
    { timeout: 60_000, interval: 200 },
  );
}

export const textOf = ({ transcript_segments: segments }: Conversation) =>
  segments
    .map(({ text }) => text)
    .join(' ')
    .toLowerCase();
