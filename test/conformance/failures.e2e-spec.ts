import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeepgramServer } from '#libs/ai/testing';
import { heardBy } from '../support/hearing/heard-by.js';
import { HearingProvider } from '../support/hearing/hearing-provider.js';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { flush, heardAs, numbers, Owner, send, SOON, toldConversations } from './world.js';

const VENDORS_WORDS = 'XyzzyVendorSecret';

describe('conformance with the listen protocol: speech that is not recognized, servers that die', () => {
  const leftovers: (() => Promise<void>)[] = [];
  const keep = <T>(thing: T, undo: (thing: T) => Promise<void>): T => {
    leftovers.unshift(() => undo(thing));
    return thing;
  };
  const start = async (env: Record<string, string>, dataDir?: string) =>
    keep(await MnemeProcess.start({ env, ...(dataDir ? { dataDir } : {}) }), (server) => server.dispose());
  afterEach(async () => {
    for (const undo of leftovers.splice(0)) await undo();
  });

  it('37. without a recognizer that will come back a client is told `stt_failed` and closed with 1011', async () => {
    const vendor = keep(await DeepgramServer.start(), (server) => server.stop());
    const env = { ...heardBy(0), DEEPGRAM_URL: vendor.url, DEEPGRAM_API_KEY: 'wrong' };
    const server = await start(env);
    const owner = new Owner(server.url, server.token);
    const client = await owner.connect();
    send(client, opusOfSounds(1, 2));
    expect(await client.closed).toEqual({ code: 1011, reason: 'transcription_service_unavailable' });
    expect(client.events.at(-1)).toMatchObject({
      type: 'service_status',
      status: 'stt_failed',
      retryable: false,
      outcome: 'config_error',
    });
    expect(client.choked).toBeNull();
  });

  it('37. 38. an outage is told without the words of the vendor, and what was said in it is heard afterwards', async () => {
    const vendor = keep(
      await DeepgramServer.start({ errorAtMs: 200, error: VENDORS_WORDS, closeAtMs: 200 }),
      (server) => server.stop(),
    );
    const server = await start({ ...heardBy(0), DEEPGRAM_URL: vendor.url, DEEPGRAM_API_KEY: vendor.apiKey });
    const owner = new Owner(server.url, server.token);
    const client = await owner.connect();
    send(client, opusOfSounds(...numbers(3)));
    await vi.waitFor(() => expect(client.statuses).toContain('stt_failed'), SOON);
    const failed = client.events.find(({ status }) => status === 'stt_failed');
    expect(failed).toMatchObject({ retryable: true, outcome: expect.any(String) as string });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    const id = toldConversations(client)[0]!;
    const bodies = await Promise.all(
      [
        owner.fetch(`/v1/conversations/${id}`),
        owner.fetch('/v1/conversations', { method: 'POST', body: '{}' }),
      ].map(async (answer) => (await answer).text()),
    );
    for (const seen of [...client.texts, ...bodies, server.said]) {
      expect(seen).not.toContain(VENDORS_WORDS);
      expect(seen).not.toContain(vendor.apiKey);
    }
    await server.stop();

    const healthy = keep(await HearingProvider.start(), (provider) => provider.stop());
    const again = await start(heardBy(healthy.port), server.dataDir);
    await vi.waitFor(async () => {
      const { transcript_segments } = await new Owner(again.url, server.token).conversation(id);
      expect(transcript_segments.map(({ text }) => text).join(' ')).toBe(heardAs(...numbers(3)));
    }, SOON);
  });

  it('32. 45. nothing that was told is missing after kill -9, and a call ends although nobody comes back to it', async () => {
    const provider = keep(await HearingProvider.start(), (hearing) => hearing.stop());
    const server = await start(heardBy(provider.port));
    const owner = new Owner(server.url, server.token);
    const client = await owner.stream({ query: { channels: 2, source: 'phone_call' } });
    send(
      client,
      opusOfSounds(...numbers(6)).map((packet) => Uint8Array.of(1, ...packet)),
    );
    flush(client);
    await vi.waitFor(() => expect(client.text).toContain('w4'), SOON);
    await server.kill();
    const told = [...client.segments.values()];
    const id = toldConversations(client)[0]!;
    const again = await start(heardBy(provider.port), server.dataDir);
    const later = new Owner(again.url, server.token);
    await vi.waitFor(async () => {
      const { transcript_segments: stored } = await later.conversation(id);
      const words = stored.flatMap(({ text }) => text.split(' '));
      expect(words).toEqual(numbers(6).map((value) => `w${value}`));
      for (const segment of told) {
        const kept = stored.find((other) => other.id === segment.id);
        expect(kept?.text.startsWith(segment.text)).toBe(true);
      }
    }, SOON);
    await vi.waitFor(async () => expect((await later.conversation(id)).status).toBe('completed'), SOON);
  });
});
