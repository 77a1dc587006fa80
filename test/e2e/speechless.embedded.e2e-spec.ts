import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { Device } from '../support/device.js';
import {
  installationWithout,
  OFFLINE,
  removeInstallation,
  SPEECH_MODELS_PACKAGE,
} from '../support/installation.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { textOf } from '../support/offline-recordings.js';
import { BOOK, opusOf } from '../support/recordings.js';

it('a server without speech models keeps a recording, and has its words once it was restarted with them', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mneme-survival-'));
  const installation = await installationWithout(SPEECH_MODELS_PACKAGE);
  const deaf = await MnemeProcess.start({ dataDir, installation, env: OFFLINE });
  const device = await Device.connect(deaf.url, deaf.token);
  await device.sendAll(await opusOf(BOOK.path));
  await device.end();
  await expect(device.finalize()).rejects.toThrow('SPEECH_UNAVAILABLE');
  expect(device.segments.size).toBe(0);
  device.close();
  await deaf.stop();
  await removeInstallation(installation);

  const server = await MnemeProcess.start({ dataDir });
  server.token = deaf.token;
  await vi.waitFor(
    async () => {
      const conversation = await server.json<Conversation>(`/v1/conversations/${device.conversationId}`);
      for (const word of BOOK.words) expect(textOf(conversation)).toContain(word);
      expect(textOf(conversation).split('dashwood')).toHaveLength(2);
    },
    { timeout: 90_000, interval: 250 },
  );
  await server.dispose();
});
