import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import {
  installationWithout,
  OFFLINE,
  removeInstallation,
  SPEECH_MODELS_PACKAGE,
} from '../support/installation.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { OmiClient } from '../support/omi-client.js';
import { BOOK, opusOf } from '../support/recordings.js';

describe('a client of the reference in front of a server without a recognizer', () => {
  let installation: string;
  let server: MnemeProcess;
  beforeAll(async () => {
    installation = await installationWithout(SPEECH_MODELS_PACKAGE);
    server = await MnemeProcess.start({ installation, env: { ...OFFLINE } });
  });
  afterAll(async () => {
    await server?.dispose();
    await removeInstallation(installation);
  });

  it('is told so and closed with 1011; what it had sent is recognized when the recognizer is there', async () => {
    const packets = (await opusOf(BOOK.path)).slice(0, 600);
    const client = await OmiClient.connect(server.url, { token: server.token });
    for (const packet of packets) client.sendFrame(packet);
    expect(await client.closed).toEqual({ code: 1011, reason: 'transcription_service_unavailable' });
    expect(client.events.at(-1)).toMatchObject({
      type: 'service_status',
      status: 'stt_failed',
      outcome: 'config_error',
      retryable: false,
      reason: 'initialization_failed',
    });
    expect(client.statuses).not.toContain('ready');
    await server.stop();

    const repaired = await MnemeProcess.start({ dataDir: server.dataDir });
    repaired.token = server.token;
    await vi.waitFor(
      async () => {
        const [conversation] = await repaired.json<Conversation[]>('/v1/conversations?statuses=in_progress');
        const text = conversation?.transcript_segments.map((segment) => segment.text).join(' ') ?? '';
        expect(text.toLowerCase()).toContain('dashwood');
      },
      { timeout: 60_000, interval: 250 },
    );
    await repaired.stop();
  });
});
