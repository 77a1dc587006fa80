import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, samplesOf } from '../support/recordings.js';

const run = promisify(execFile);
const FRAME_BYTES = 3200;
const ROOM_BYTES = 1_500_000;

let server: MnemeProcess | undefined;
afterEach(() => server?.dispose());

/** Lets files of the running server grow up to `bytes` only: the kernel then refuses writes as it does on a full disk. */
async function limitFiles(pid: number, bytes: number | 'unlimited'): Promise<void> {
  await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

it('acknowledges nothing that found no room, says so, and takes it when there is room again', async () => {
  server = await MnemeProcess.start();
  const device = await Device.connect(server.url, server.token, { codec: 'pcm16', sample_rate: 16_000 });
  const book = new Uint8Array((await samplesOf(BOOK.path)).buffer);
  const sound = Buffer.concat([book, book]); // 1.8 MB
  const frames = Array.from(
    { length: Math.ceil(sound.length / FRAME_BYTES) },
    (_, index) => new Uint8Array(sound.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES)),
  );
  await limitFiles(server.child.pid!, ROOM_BYTES);

  let refused = 0;
  for (let index = 0; index < frames.length && !refused; index += 10) {
    const answer = await device.send(index + 1, frames.slice(index, index + 10));
    if ('error' in answer) {
      expect(answer.error).toMatchObject({ code: 'STORAGE_FULL', fatal: false });
      expect(answer.error.message).toMatch(/room|full|space/i);
      refused = index + 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
  const health = await server.fetch('/healthz');
  expect(health.status).toBe(200);

  await limitFiles(server.child.pid!, 'unlimited');
  await vi.waitFor(
    async () =>
      expect(await device.send(refused, frames.slice(refused - 1, refused + 9))).not.toHaveProperty('error'),
    {
      timeout: 20_000,
      interval: 250,
    },
  );
  await device.sendAll(frames.slice(refused + 9), refused + 10);
  await device.end();
  const id = await device.finalize();
  device.close();
  const conversation = await server.json<Conversation>(`/v1/conversations/${id}`);
  const text = conversation.transcript_segments
    .map((segment) => segment.text)
    .join(' ')
    .toLowerCase();
  expect(text.split('dashwood')).toHaveLength(3);
  expect(text.split('amiable himself')).toHaveLength(3);
});
