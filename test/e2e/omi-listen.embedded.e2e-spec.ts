import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, TranscriptSegment } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { OmiClient, type OmiClientOptions } from '../support/omi-client.js';
import { BOOK, opusOf, samplesOf } from '../support/recordings.js';
import { addAccount } from '../support/second-account.js';

/** Faster than people speak, slower than the recognizer of a busy machine can follow. */
const SPEED = 4;
const RECOGNIZED_WITHIN = { timeout: 90_000, interval: 200 };

describe('an unmodified client of the reference', () => {
  let server: MnemeProcess;
  let stranger: string;
  let packets: Uint8Array[];
  const clients: OmiClient[] = [];
  const connect = async (options: OmiClientOptions = {}) => {
    const client = await OmiClient.connect(server.url, { token: server.token, ...options });
    clients.push(client);
    return client;
  };
  const inProgress = () => server.json<Conversation[]>('/v1/conversations?statuses=in_progress&limit=10');
  const device = (id: string) => ({ 'X-Device-Id-Hash': id, 'X-App-Platform': 'ios' });
  const segmentsOf = async (id: string): Promise<TranscriptSegment[]> =>
    (await server.json<Conversation>(`/v1/conversations/${id}`)).transcript_segments;

  beforeAll(async () => {
    const first = await MnemeProcess.start();
    await first.stop();
    stranger = await addAccount(first);
    server = await MnemeProcess.start({ dataDir: first.dataDir });
    server.token = first.token;
    packets = await opusOf(BOOK.path);
  });
  afterEach(() => clients.splice(0).forEach(({ socket }) => socket.terminate()));
  afterAll(() => server?.dispose());

  it('streams a recording and is told the segments that are stored', async () => {
    const client = await connect({ headers: device('reader'), query: { uid: 'somebody-else' } });
    await vi.waitFor(() => expect(client.statuses.at(-1)).toBe('ready'), RECOGNIZED_WITHIN);
    await client.play(packets, SPEED);
    client.sendText({ type: 'CloseStream' });
    await vi.waitFor(() => expect(client.text.toLowerCase()).toContain('amiable'), RECOGNIZED_WITHIN);
    for (const word of BOOK.words) expect(client.text.toLowerCase()).toContain(word);

    const [session] = client.named('conversation_session');
    const id = String(session!['conversation_id']);
    expect((await inProgress()).map((conversation) => conversation.id)).toContain(id);
    const told = [...client.segments.values()].sort((a, b) => a.start - b.start);
    expect(told).toEqual(await segmentsOf(id));
    for (const { id: segmentId, speaker, speaker_id, start, end, is_user } of told) {
      expect(segmentId).toMatch(/^[0-9a-f-]{36}$/);
      expect(speaker).toMatch(/^SPEAKER_\d+$/);
      expect(Number(speaker.split('_')[1])).toBe(speaker_id);
      expect(start).toBeLessThanOrEqual(end);
      expect(typeof is_user).toBe('boolean');
    }
    const kinds = client.texts.map((text) =>
      text === 'ping' || text.startsWith('[')
        ? text.slice(0, 1)
        : (JSON.parse(text) as { type: string }).type,
    );
    expect(kinds.indexOf('conversation_session')).toBeLessThan(kinds.indexOf('['));
    expect(client.statuses.filter((status) => status === 'ready')).toHaveLength(1);

    const response = await server.fetch('/v1/conversations', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(client.named('memory_created').length).toBe(1), RECOGNIZED_WITHIN);
    const started = client.events.findIndex(({ type }) => type === 'memory_processing_started');
    const created = client.events.findIndex(({ type }) => type === 'memory_created');
    expect(started).toBeGreaterThan(-1);
    expect(started).toBeLessThan(created);
    expectParseable(client.events[created]!['memory']);
    expect(client.events[created]!['messages']).toEqual([]);

    const next = await connect({ headers: device('reader') });
    await vi.waitFor(() => expect(next.named('last_memory')).toMatchObject([{ memory_id: id }]));
  });

  it('has its last words stored though it closes at once, and nothing of another owner', async () => {
    const client = await connect({ headers: device('hasty') });
    await client.play(packets, 20);
    await client.close(1000);
    const mine = () => inProgress().then((all) => all.find(({ client_device_id: id }) => id === 'hasty'));
    await vi.waitFor(async () => {
      const text = (await mine())!.transcript_segments.map((segment) => segment.text).join(' ');
      expect(text.toLowerCase()).toContain('amiable');
    }, RECOGNIZED_WITHIN);
    expect(await mine()).toMatchObject({ source: 'omi', client_platform: 'ios' });

    const eve = await connect({ token: stranger, headers: device('hasty') });
    await vi.waitFor(() => expect(eve.named('conversation_session')).toHaveLength(1));
    expect(eve.named('conversation_session')[0]!['conversation_id']).not.toBe((await mine())!.id);
    expect(eve.named('last_memory')).toEqual([]);
  });

  it('is understood in PCM cut at odd bytes', async () => {
    const client = await connect({ query: { codec: 'pcm16', sample_rate: 16_000, source: 'phone' } });
    const bytes = new Uint8Array((await samplesOf(BOOK.path)).buffer).slice(0, 16_000 * 2 * 10);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 641) }, (_, index) =>
      bytes.slice(index * 641, (index + 1) * 641),
    );
    await client.play(pieces, SPEED);
    client.sendText({ type: 'CloseStream' });
    await vi.waitFor(() => expect(client.text.toLowerCase()).toContain('dashwood'), RECOGNIZED_WITHIN);
  });

  it('may be a browser, which signs in with its first message', async () => {
    const client = await connect({ path: '/v4/web/listen', token: undefined!, query: { source: 'web' } });
    client.sendText({ type: 'auth', token: server.token });
    await vi.waitFor(() => expect(client.statuses).toContain('stt_initiating'));
    expect(client.events[0]).toEqual({ type: 'auth_response', success: true });
    const refused = await connect({ path: '/v4/web/listen', token: undefined! });
    refused.sendText({ type: 'auth', token: 'forged' });
    expect(await refused.closed).toEqual({ code: 1008, reason: 'Invalid token' });
  });

  it.each([
    ['without a token', { token: undefined! }, 1008, 'Authorization header not found'],
    ['with a forged token', { token: 'forged' }, 1008, 'Invalid authorization token'],
    ['with a codec that nobody knows', { query: { codec: 'mp7' } }, 1003, 'codec is not supported'],
    ['with a rate that does not go with it', { query: { sample_rate: 11_025 } }, 1003, '16000'],
    [
      'in a language that is not understood',
      { query: { language: 'xx' } },
      1008,
      'The language is not supported, xx',
    ],
  ])('is closed with a code and a reason %s', async (_, options, code, reason) => {
    const client = await connect(options);
    const closed = await client.closed;
    expect(closed.code).toBe(code);
    expect(closed.reason).toContain(reason);
    expect(client.segments.size).toBe(0);
  });

  it('leaves neither words nor tokens in the log', () => {
    for (const secret of ['Dashwood', 'dashwood', 'amiable', server.token, 'forged']) {
      expect(server.said.replace(/Owner's token: .*/, '')).not.toContain(secret);
    }
  });
});

describe('a client of the reference when the server stops', () => {
  it('is let go with 1001, and what it had sent is there after the start', async () => {
    const first = await MnemeProcess.start();
    const packets = await opusOf(BOOK.path);
    const client = await OmiClient.connect(first.url, { token: first.token });
    await vi.waitFor(() => expect(client.pings).toBe(1));
    for (const packet of packets) client.sendFrame(packet);
    const stopped = first.stop();
    expect((await client.closed).code).toBe(1001);
    await stopped;

    const second = await MnemeProcess.start({ dataDir: first.dataDir });
    second.token = first.token;
    await vi.waitFor(async () => {
      const [conversation] = await second.json<Conversation[]>('/v1/conversations?statuses=in_progress');
      const text = conversation!.transcript_segments.map((segment) => segment.text).join(' ');
      for (const word of BOOK.words) expect(text.toLowerCase()).toContain(word);
    }, RECOGNIZED_WITHIN);
    await second.dispose();
  });
});

describe('a server that is full', () => {
  it('tells devices of both protocols to come back, and keeps those it has', async () => {
    const server = await MnemeProcess.start({ env: { MAX_LIVE_STREAMS: '1' } });
    const seated = await OmiClient.connect(server.url, { token: server.token });
    await vi.waitFor(() => expect(seated.pings).toBe(1));
    const surplus = await OmiClient.connect(server.url, { token: server.token, query: { source: 'phone' } });
    expect(await surplus.closed).toEqual({ code: 1013, reason: 'busy' });
    const refused = await Device.connect(server.url, server.token).catch(
      (error: { refusal?: object }) => error.refusal,
    );
    expect(refused).toMatchObject({
      code: 'SERVER_BUSY',
      fatal: true,
      retry_after_ms: expect.any(Number) as number,
    });
    expect(seated.socket.readyState).toBe(seated.socket.OPEN);
    const metrics = await (await server.fetch('/metrics')).text();
    expect(metrics).toMatch(/mneme_live_sockets\{door="omi"\} 1/);
    await server.dispose();
  });
});

/** What the app's parser of conversations throws without. */
function expectParseable(memory: unknown): void {
  expect(memory).toMatchObject({
    id: expect.any(String) as string,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    structured: {
      title: expect.any(String) as string,
      overview: expect.any(String) as string,
      emoji: expect.any(String) as string,
      category: expect.any(String) as string,
      action_items: expect.any(Array) as unknown[],
      events: expect.any(Array) as unknown[],
    },
  });
}
