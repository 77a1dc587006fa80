import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { MnemeProcess } from '../support/mneme-process.js';
import { OmiClient, type OmiClientOptions } from '../support/omi-client.js';
import { BOOK, opusOf } from '../support/recordings.js';

const RECOGNIZED_WITHIN = { timeout: 60_000, interval: 200 };

describe('clients of the reference that do more than record', () => {
  let server: MnemeProcess;
  const clients: OmiClient[] = [];
  const connect = async (options: OmiClientOptions = {}) => {
    const client = await OmiClient.connect(server.url, { token: server.token, ...options });
    clients.push(client);
    await vi.waitFor(() => expect(client.pings).toBe(1));
    return client;
  };
  const conversationOf = (client: OmiClient) =>
    server.json<Conversation>(
      `/v1/conversations/${String(client.named('conversation_session')[0]!['conversation_id'])}`,
    );

  beforeAll(async () => {
    server = await MnemeProcess.start();
  });
  afterEach(() => clients.splice(0).forEach(({ socket }) => socket.terminate()));
  afterAll(() => server?.dispose());

  it('may recognize speech themselves, and hear their words back with ids', async () => {
    const client = await connect({ query: { custom_stt: 'enabled', source: 'desktop' } });
    expect(client.statuses.at(-1)).toBe('ready');
    const segments = [
      { text: 'We meet on Tuesday.', speaker: 'SPEAKER_01', start: 0, end: 2 },
      { text: 'I will bring the maps.', is_user: true, start: 6, end: 8 },
    ];
    client.sendText({ type: 'suggested_transcript', segments, stt_provider: 'mine' });
    await vi.waitFor(
      () => expect(client.text).toBe('We meet on Tuesday. I will bring the maps.'),
      RECOGNIZED_WITHIN,
    );
    expect((await conversationOf(client)).transcript_segments).toEqual([...client.segments.values()]);
    expect([...client.segments.values()].map(({ is_user }) => is_user)).toEqual([false, true]);
  });

  it('are not listened to when they did not say that they would', async () => {
    const client = await connect({ query: { source: 'phone' } });
    client.sendText({ type: 'suggested_transcript', segments: [{ text: 'Nobody said this.' }] });
    client.sendText({ type: 'CloseStream' });
    await vi.waitFor(() => expect(client.statuses).toContain('ready'), RECOGNIZED_WITHIN);
    expect((await conversationOf(client)).transcript_segments).toEqual([]);
  });

  it('may be both ends of a call, each with its own voice', async () => {
    const client = await connect({ query: { channels: 2, source: 'phone_call', call_id: 'a-call' } });
    const packets = (await opusOf(BOOK.path)).slice(0, 500);
    const voices = [1, 2].map((id) => packets.map((packet) => Uint8Array.of(id, ...packet)));
    await Promise.all(voices.map((frames) => client.play(frames, 4)));
    client.sendText({ type: 'CloseStream' });
    const textOf = (isUser: boolean) =>
      [...client.segments.values()]
        .filter(({ is_user }) => is_user === isUser)
        .map(({ text }) => text.toLowerCase())
        .join(' ');
    await vi.waitFor(() => {
      expect(textOf(true)).toContain('dashwood');
      expect(textOf(false)).toContain('dashwood');
    }, RECOGNIZED_WITHIN);
    const speakers = [...client.segments.values()].map(({ speaker, is_user }) => `${speaker} ${is_user}`);
    expect(new Set(speakers)).toEqual(new Set(['SPEAKER_00 true', 'SPEAKER_01 false']));
  });

  it('may send a picture, and hear that it is kept and what became of it', async () => {
    const client = await connect({ query: { source: 'openglass' } });
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(500).fill(7), 0xff, 0xd9]).toString(
      'base64',
    );
    const pieces = [jpeg.slice(0, 300), jpeg.slice(300)];
    for (const index of [1, 0]) {
      client.sendText({ type: 'image_chunk', id: 'temp_img_1', index, total: 2, data: pieces[index] });
    }
    await vi.waitFor(() =>
      expect(client.named('photo_processing')).toMatchObject([{ temp_id: 'temp_img_1' }]),
    );
    await vi.waitFor(() => expect(client.named('photo_described')).toHaveLength(1), RECOGNIZED_WITHIN);
    expect(client.named('photo_described')[0]!['photo_id']).toBe(
      client.named('photo_processing')[0]!['photo_id'],
    );
  });
});
