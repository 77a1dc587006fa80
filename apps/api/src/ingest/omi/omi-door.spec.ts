import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#libs/kernel';
import { NamedOwners, OmiDoorBench } from '../../testing/omi-door-bench.js';

const FRAME = Uint8Array.of(1, 2, 3, 4);

describe('the door for clients of the reference', () => {
  let bench: OmiDoorBench;
  beforeEach(async () => void (bench = await OmiDoorBench.start()));
  afterEach(() => bench.stop());

  it('takes the owner from the token, whatever uid the query names', async () => {
    const { session } = await bench.stream({ query: { uid: 'eve' } });
    expect(session.ownerId).toBe('ada');
  });

  it.each([
    ['no header', {}, 1008, 'Authorization header not found'],
    ['one part', { Authorization: 'ada' }, 1008, 'Invalid authorization token'],
    ['three parts', { Authorization: 'Bearer ada eve' }, 1008, 'Invalid authorization token'],
    ['two spaces', { Authorization: 'Bearer  ada' }, 1008, 'Invalid authorization token'],
    ['a forged token', { Authorization: 'Bearer TOKEN_INVALID' }, 1008, 'Invalid authorization token'],
    ['an expired token', { Authorization: 'Bearer TOKEN_EXPIRED' }, 4001, 'Token refresh required'],
    ['keys out of reach', { Authorization: 'Bearer KEYS_UNAVAILABLE' }, 4001, 'Token refresh required'],
    ['a revoked token', { Authorization: 'Bearer TOKEN_REVOKED' }, 4004, 'Token revoked; re-login required'],
    ['a deleted account', { Authorization: 'Bearer USER_UNKNOWN' }, 1008, 'Bad user'],
    ['an empty uid', { Authorization: 'Bearer nobody' }, 1008, 'Bad uid'],
    ['a failing server', { Authorization: 'Bearer BROKEN' }, 1008, 'Auth error'],
  ])('completes the handshake and then closes: %s', async (_, headers, code, reason) => {
    const client = await bench.connect({ headers: headers as Record<string, string> });
    expect(await client.closed).toEqual({ code, reason });
    expect(client.texts).toEqual([]);
  });

  it('does not check the first word of the header', async () => {
    const { session } = await bench.stream({ token: undefined!, headers: { Authorization: 'Token eve' } });
    expect(session.ownerId).toBe('eve');
  });

  it('waits five seconds for the answer to who it is', async () => {
    const client = await bench.connect({ token: NamedOwners.NO_ANSWER });
    await bench.clock.advance(5_000);
    expect(await client.closed).toEqual({ code: 1008, reason: 'Auth timeout' });
  });

  it.each([
    ['codec', { codec: 'mp7' }, 1003, 'codec is not supported'],
    ['rate of the codec', { codec: 'opus', sample_rate: 11_025 }, 1003, 'accepted at 16000 Hz'],
    ['number', { sample_rate: 'fast' }, 1008, 'sample_rate must be a whole number'],
    ['truth value', { include_speech_profile: 'perhaps' }, 1008, 'include_speech_profile must be'],
    ['codec of a call', { codec: 'aac', channels: 2 }, 1003, 'Opus or PCM'],
  ])('closes for a wrong %s and opens no session', async (_, query, code, reason) => {
    const client = await bench.connect({ token: 'ada', query: query as Record<string, string> });
    expect(await client.closed).toEqual({ code, reason: expect.stringContaining(reason) as string });
    expect(bench.sessions.opened).toEqual([]);
  });

  it.each([
    ['LANGUAGE_UNSUPPORTED', 'invalid', 1008, 'The language is not supported, xx'],
    ['STORAGE_FULL', 'unavailable', 1011, 'transcription_service_unavailable'],
    ['INTERNAL', 'bug', 1011, 'transcription_service_unavailable'],
  ] as const)('closes when the session cannot be opened: %s', async (error, kind, code, reason) => {
    bench.sessions.beforeOpen = () =>
      Promise.reject(new AppError(kind, error, 'a sentence for a person', { language: 'xx' }));
    const client = await bench.connect({ token: 'ada', query: { language: 'xx' } });
    expect(await client.closed).toEqual({ code, reason });
    expect(client.texts.join()).not.toContain('a sentence');
    await vi.waitFor(() => expect(bench.admission.streams).toBe(0));
  });

  it('cuts a reason that a close frame cannot carry, between two characters', async () => {
    bench.sessions.beforeOpen = () =>
      Promise.reject(new AppError('invalid', 'LANGUAGE_UNSUPPORTED', '', { language: '語'.repeat(60) }));
    const { reason } = await (await bench.connect({ token: 'ada' })).closed;
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
    expect(reason).toMatch(/^The language is not supported, 語+$/);
  });

  it('refuses an upgrade that nobody is there for, and leaves those of Socket.IO to it', async () => {
    await expect(bench.connect({ path: '/v9/listen' })).rejects.toThrow('404');
    await expect(bench.connect({ path: '/v4/listen/more' })).rejects.toThrow('404');
    const socketIo = await bench.connect({ path: '/socket.io/' }).catch((error: Error) => error.message);
    expect(socketIo).toBe('418');
  });

  describe('for browsers', () => {
    const arrive = () => bench.connect({ path: '/v4/web/listen' });

    it.each([
      ['bytes', FRAME, 'Expected JSON auth message'],
      ['no JSON', 'hello', 'Invalid JSON'],
      ['another message', '{"type":"image_chunk"}', 'First message must be auth'],
      ['an array', '[]', 'First message must be auth'],
      ['no token', '{"type":"auth"}', 'Missing token'],
      ['an empty token', '{"type":"auth","token":""}', 'Missing token'],
    ])('closes when the first message is %s', async (_, message, reason) => {
      const client = await arrive();
      client.socket.send(message);
      expect(await client.closed).toEqual({ code: 1008, reason });
    });

    it('says that the token was not accepted before it closes', async () => {
      const client = await arrive();
      client.sendText({ type: 'auth', token: 'TOKEN_INVALID' });
      expect(await client.closed).toEqual({ code: 1008, reason: 'Invalid token' });
      expect(client.events).toEqual([{ type: 'auth_response', success: false }]);
    });

    it('closes after five seconds of silence', async () => {
      const client = await arrive();
      await bench.clock.advance(5_000);
      expect(await client.closed).toEqual({ code: 1008, reason: 'Auth timeout' });
    });

    it('says that the token was accepted, and loses nothing that came behind it', async () => {
      const client = await arrive();
      client.sendText({ type: 'auth', token: 'ada' });
      client.sendFrame(FRAME);
      client.sendText({ type: 'CloseStream' });
      await vi.waitFor(() => expect(bench.sessions.opened[0]?.bytes()).toEqual([...FRAME]));
      await vi.waitFor(() => expect(bench.sessions.opened[0]?.flushes).toBe(1));
      expect(client.events[0]).toEqual({ type: 'auth_response', success: true });
    });

    it('takes no preferences about speakers and the gate', async () => {
      const query = { speaker_auto_assign: 'enabled', create_speakers: 'false', vad_gate: 'disabled' };
      const client = await bench.connect({ path: '/v4/web/listen', query });
      client.sendText({ type: 'auth', token: 'ada' });
      await vi.waitFor(() => expect(bench.sessions.opened).toHaveLength(1));
      expect(bench.sessions.opened[0]!.params).toMatchObject({
        speakerAutoAssign: false,
        createSpeakers: true,
        voiceGate: null,
      });
    });
  });

  describe('that is full', () => {
    beforeEach(async () => {
      await bench.stop();
      bench = await OmiDoorBench.start({ maxStreams: 1 });
    });

    it('tells the surplus when to come back, and serves the others', async () => {
      const { client, session } = await bench.stream();
      const surplus = await bench.connect({ token: 'eve' });
      expect(await surplus.closed).toEqual({ code: 1013, reason: 'busy' });
      expect(surplus.events).toEqual([
        expect.objectContaining({
          type: 'service_status',
          status: 'stt_failed',
          retryable: true,
          reason: 'busy',
        }),
      ]);
      const wait = surplus.events[0]!['retry_after'] as number;
      expect(Number.isInteger(wait) && wait >= 1 && wait <= 3_600).toBe(true);
      client.sendFrame(FRAME);
      await vi.waitFor(() => expect(session.bytes()).toEqual([...FRAME]));
    });

    it('lets a device back in whose line dropped, and somebody else when it is done', async () => {
      const headers = { 'X-Device-Id-Hash': 'pendant' };
      const first = await bench.stream({ headers });
      await bench.stream({ headers });
      first.client.socket.terminate();
      await vi.waitFor(() => expect(first.session.detached).toEqual({ ended: false }));
      const third = await bench.stream({ headers });
      await third.client.close(1000);
      await vi.waitFor(async () =>
        expect((await bench.stream({ token: 'eve' })).session.ownerId).toBe('eve'),
      );
    });
  });

  describe('that closes', () => {
    it('lets clients go with 1001 and takes in what they had on their way', async () => {
      const { client, session } = await bench.stream();
      for (let index = 0; index < 500; index += 1) client.sendFrame(FRAME);
      await bench.door.onModuleDestroy();
      expect(session.bytes()).toHaveLength(500 * FRAME.length);
      expect(session.detached).toEqual({ ended: false });
      expect((await client.closed).code).toBe(1001);
      await expect(bench.connect()).rejects.toThrow('503');
    });

    it('does not wait for ever for a client that does not answer', async () => {
      const { client, session } = await bench.stream();
      client.socket.pause();
      const stopped = bench.door.onModuleDestroy();
      await bench.clock.advance(1_500);
      await stopped;
      expect(session.detached).toEqual({ ended: false });
    });
  });
});
