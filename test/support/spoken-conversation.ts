import { vi, expect } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { Device } from './device.js';
import type { MnemeProcess } from './mneme-process.js';
import { opusOf } from './recordings.js';

/** Speaks a recording to the server as its owner, ends the conversation and waits until nothing more is to be done for it. */
export async function speakConversation(server: MnemeProcess, path: string): Promise<Conversation> {
  const device = await Device.connect(server.url, server.token);
  await device.sendAll(await opusOf(path));
  await device.end();
  const id = await device.finalize();
  device.close();
  await vi.waitFor(
    async () => {
      const { terminal } = await server.json<{ terminal: boolean }>(`/v1/conversations/${id}/finalization`);
      expect(terminal).toBe(true);
    },
    { timeout: 90_000, interval: 200 },
  );
  return server.json(`/v1/conversations/${id}`);
}
