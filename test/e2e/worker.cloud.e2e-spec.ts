import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { CloudInstallation, sharedServices } from '../support/cloud-installation.js';
import { Device } from '../support/device.js';
import { JobWorker } from '../support/job-worker.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { opusOf, TALK } from '../support/recordings.js';

interface Jobs {
  readonly jobs: { readonly name: string; readonly waiting: number }[];
  readonly dead_letters: unknown[];
}

// One story told in order.
describe('a server that leaves its jobs to a worker', { shuffle: false }, () => {
  let server: MnemeProcess;
  let worker: JobWorker;
  let device: Device;
  const told: string[] = [];
  let conversationId: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-e2e-'));
    ({ env } = await CloudInstallation.of(dataDir, sharedServices()!));
    server = await MnemeProcess.start({ dataDir, env: { JOB_CONSUMERS: 'worker' } });
    device = await Device.connect(server.url, server.token);
    device.socket.on('memory_created', ({ memory }) => void told.push(memory.id));
    await device.sendAll(await opusOf(TALK.path));
    await device.end();
    conversationId = await device.finalize();
  });
  afterAll(async () => {
    device?.close();
    await worker?.dispose();
    await server?.dispose();
  });
  const conversation = () => server.json<Conversation>(`/v1/conversations/${conversationId}`);

  it('keeps the job while no worker is there', async () => {
    expect((await conversation()).status).toBe('processing');
    const { jobs } = await server.json<Jobs>('/v1/admin/jobs');
    expect(jobs).toContainEqual(expect.objectContaining({ name: 'conversation.process', waiting: 1 }));
  });

  it('has the conversation processed by the worker, and its sound stored by itself', async () => {
    worker = await JobWorker.start(env);
    expect((await fetch(`${worker.healthUrl}/readyz`)).status).toBe(200);
    await vi.waitFor(
      async () => {
        const current = await conversation();
        expect(current.status).toBe('completed');
        expect(current.audio_files).toHaveLength(1);
        expect((await server.json<Memory[]>('/v3/memories')).length).toBeGreaterThan(0);
        expect(await server.json<Jobs>('/v1/admin/jobs')).toEqual({
          jobs: expect.anything() as unknown,
          dead_letters: [],
        });
      },
      { timeout: 90_000, interval: 500 },
    );
  });

  it('hears of it from the worker and tells the device, once', () => {
    expect(told).toEqual([conversationId]);
  });

  it('shows the board of its jobs to the admin only', async () => {
    const password = Buffer.from(`any:${server.token}`).toString('base64');
    const board = `${server.url}/admin/jobs/`;
    expect((await fetch(board)).status).toBe(401);
    const shown = await fetch(board, { headers: { Authorization: `Basic ${password}` } });
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Mneme jobs')]);
  });

  it('loses nothing when the worker is asked to stop', async () => {
    expect([0, 'SIGTERM']).toContain(await worker.stop());
  });
});
