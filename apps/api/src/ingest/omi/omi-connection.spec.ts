import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { OmiDoorBench } from '../../testing/omi-door-bench.js';
import { MAX_WAITING_BYTES } from './socket-writer.js';

const frame = (...bytes: number[]) => Uint8Array.of(0xaa, ...bytes, 0xbb);
const PONG = Uint8Array.of(0x8a, 0);
const segment = (id: string, text: string): TranscriptSegment => ({
  id,
  text,
  speaker: 'SPEAKER_00',
  speaker_id: 0,
  is_user: false,
  person_id: null,
  start: 0,
  end: 1,
  translations: [],
  speech_profile_processed: true,
  stt_provider: null,
});

describe('a connected client of the reference', () => {
  let bench: OmiDoorBench;
  beforeEach(async () => void (bench = await OmiDoorBench.start()));
  afterEach(() => bench.stop());

  describe('that sends sound', () => {
    it('has its frames numbered from one, in order, none left out', async () => {
      const { client, session } = await bench.stream();
      for (let index = 0; index < 300; index += 1) client.sendFrame(frame(index % 256));
      await vi.waitFor(() => expect(session.bytes()).toHaveLength(900));
      expect(session.bytes()).toEqual(
        Array.from({ length: 300 }, (_, index) => [...frame(index % 256)]).flat(),
      );
      let next = 1;
      for (const { firstSeq, frames } of session.pushes) {
        expect(firstSeq).toBe(next);
        next += frames.length;
      }
      expect(await bench.metric('mneme_live_frames_received_total{door="omi"}')).toBe(300);
    });

    it('may send before its session is open', async () => {
      const opening = Promise.withResolvers<void>();
      bench.sessions.beforeOpen = () => opening.promise;
      const client = await bench.connect({ token: 'ada' });
      client.sendFrame(frame(1));
      client.sendText({ type: 'CloseStream' });
      await vi.waitFor(() => expect(client.statuses).toEqual(['initiating']));
      opening.resolve();
      await vi.waitFor(() => expect(bench.sessions.opened[0]?.bytes()).toEqual([...frame(1)]));
      await vi.waitFor(() => expect(bench.sessions.opened[0]?.flushes).toBe(1));
    });

    it('loses nothing when it is gone before its session is open', async () => {
      const opening = Promise.withResolvers<void>();
      bench.sessions.beforeOpen = () => opening.promise;
      const client = await bench.connect({ token: 'ada' });
      client.sendFrame(frame(1));
      await vi.waitFor(() => expect(client.statuses).toEqual(['initiating']));
      await client.close();
      opening.resolve();
      await vi.waitFor(() => expect(bench.sessions.opened[0]?.detached).toEqual({ ended: true }));
      expect(bench.sessions.opened[0]!.bytes()).toEqual([...frame(1)]);
    });

    it('gives signs of life with up to two bytes, which are no sound', async () => {
      const { client, session } = await bench.stream();
      for (const sign of [new Uint8Array(0), Uint8Array.of(1), PONG, frame(7)]) client.sendFrame(sign);
      await vi.waitFor(() => expect(session.bytes()).toEqual([...frame(7)]));
    });

    it('is told by the kind of its close whether it is done', async () => {
      const done = await bench.stream();
      await done.client.close(1000);
      await vi.waitFor(() => expect(done.session.detached).toEqual({ ended: true }));
      const dropped = await bench.stream();
      dropped.client.socket.terminate();
      await vi.waitFor(() => expect(dropped.session.detached).toEqual({ ended: false }));
    });

    it('is let go only when what it sent last is durable', async () => {
      const { client, session } = await bench.stream();
      const disk = Promise.withResolvers<void>();
      session.onPush = async (firstSeq) => ({ durable: await disk.promise.then(() => firstSeq) });
      client.sendFrame(frame(1));
      client.sendFrame(frame(2));
      await client.close();
      expect(session.detached).toBeNull();
      disk.resolve();
      await vi.waitFor(() => expect(session.detached).toEqual({ ended: true }));
      expect(session.bytes()).toEqual([...frame(1), ...frame(2)]);
    });

    it('is held back while the disk is busy, and loses nothing', async () => {
      const { client, session } = await bench.stream();
      const busy = new AppError('rate_limited', 'BACKPRESSURE', '', {}, { retryAfterMs: 250 });
      session.onPush = () => Promise.reject(busy);
      const large = new Uint8Array(100_000).fill(3);
      for (let index = 0; index < 400; index += 1) client.sendFrame(large);
      await vi.waitFor(() => expect(client.socket.bufferedAmount).toBeGreaterThan(20_000_000));
      const heldBackBytes = client.socket.bufferedAmount;
      await bench.clock.advance(1_000);
      expect(client.socket.bufferedAmount).toBe(heldBackBytes);
      session.onPush = (firstSeq, frames) => Promise.resolve({ durable: firstSeq + frames.length - 1 });
      await bench.clock.advance(250);
      await vi.waitFor(
        () => expect(session.pushes.flatMap(({ frames }) => frames)).toHaveLength(400),
        10_000,
      );
    });

    it('is told and closed when its sound cannot be kept', async () => {
      const { client, session } = await bench.stream();
      session.onPush = () =>
        Promise.reject(new AppError('unavailable', 'STORAGE_FULL', '', {}, { retryAfterMs: 60_000 }));
      client.sendFrame(frame(1));
      expect((await client.closed).code).toBe(1011);
      expect(client.events.at(-1)).toMatchObject({
        status: 'stt_failed',
        retryable: true,
        reason: 'storage_full',
        retry_after: 60,
      });
    });

    it('may send pieces of PCM of any size, but no packet larger than packets are', async () => {
      const pcm = await bench.stream();
      pcm.client.sendFrame(new Uint8Array(300_000));
      await vi.waitFor(() => expect(pcm.session.bytes()).toHaveLength(300_000));
      const opus = await bench.stream({ query: { codec: 'opus' } });
      opus.client.sendFrame(new Uint8Array(300_000));
      opus.client.sendFrame(frame(1));
      await vi.waitFor(() => expect(opus.session.bytes()).toEqual([...frame(1)]));
      expect(opus.client.socket.readyState).toBe(opus.client.socket.OPEN);
    });

    it('is closed when it sends another codec than it announced', async () => {
      const { client, session } = await bench.stream({ query: { codec: 'opus' } });
      const noise = () => Uint8Array.from({ length: 80 }, () => Math.random() * 256);
      for (let index = 0; index < 200; index += 1) client.sendFrame(noise());
      const { code, reason } = await client.closed;
      expect(code).toBe(1003);
      expect(reason).toContain('not opus');
      await vi.waitFor(() => expect(session.detached).toEqual({ ended: false }));
    });

    it('has the voices of a call told apart by their first byte, unknown ones dropped', async () => {
      const { client, session } = await bench.stream({
        query: { channels: 2, call_id: 'call', source: 'phone_call' },
      });
      client.sendFrame(Uint8Array.of(1, 10, 11));
      client.sendFrame(Uint8Array.of(2, 20, 21));
      client.sendFrame(Uint8Array.of(9, 90, 91));
      client.sendFrame(Uint8Array.of(1, 12, 13));
      await vi.waitFor(() => expect(session.bytes(1)).toEqual([10, 11, 12, 13]));
      await vi.waitFor(() => expect(session.bytes(2)).toEqual([20, 21]));
      expect(session.pushes.filter(({ channel }) => channel === 2)[0]!.firstSeq).toBe(1);
      expect(session.pushes.some(({ channel }) => channel === 9)).toBe(false);
    });
  });

  describe('that talks in text', () => {
    it.each([
      'hello', '[]', 'null', '5', '{}', '{"type":"unknown"}', '{"type":5}', '{"type":"image_chunk","index":-1}',
      '{"type":"suggested_transcript","segments":"all"}', '{"type":"speaker_assigned"}', '{"type":"skip_question"}',
    ])('may say what nobody understands: %s', async (text) => {
      const { client, session } = await bench.stream();
      client.sendText(text);
      client.sendText({ type: 'CloseStream' });
      await vi.waitFor(() => expect(session.flushes).toBe(1));
      expect(session.suggested).toEqual([]);
    }); // prettier-ignore

    it('has its own transcript taken in, with what it leaves out filled in', async () => {
      const { client, session } = await bench.stream({ query: { custom_stt: 'enabled' } });
      const full = { text: ' two ', speaker: 'SPEAKER_03', is_user: true, person_id: 'p', start: 4, end: 5 };
      const segments = [
        { text: 'one' },
        full,
        { text: 'three', speaker_id: 7, start: 9, end: 8 },
        { text: '' },
        5,
      ];
      client.sendText({ type: 'suggested_transcript', segments, stt_provider: 'mine' });
      const common = { isUser: false, personId: null, provider: 'mine' };
      await vi.waitFor(() =>
        expect(session.suggested).toEqual([
          { text: 'one', speaker: 0, start: 0, end: 0, ...common },
          { text: 'two', speaker: 3, start: 4, end: 5, isUser: true, personId: 'p', provider: 'mine' },
          { text: 'three', speaker: 7, start: 9, end: 9, ...common },
        ]),
      );
      expect(session.params.customStt).toBe(true);
    });

    it.each([
      ['storage is away', new AppError('unavailable', 'STORAGE_UNAVAILABLE', '')],
      ['others change the same', new AppError('conflict', 'DOCUMENT_CHANGED', '')],
    ])('has its own transcript tried again while %s', async (_, error) => {
      const { client, session } = await bench.stream();
      const attempt = vi.fn(() => Promise.reject(error));
      session.onMessage = attempt;
      client.sendText({ type: 'suggested_transcript', segments: [{ text: 'one' }] });
      for (const times of [1, 2, 3]) {
        await vi.waitFor(() => expect(attempt).toHaveBeenCalledTimes(times));
        if (times === 3) session.onMessage = () => Promise.resolve();
        await bench.clock.advance(1_000);
      }
      await vi.waitFor(() => expect(session.suggested).toHaveLength(1));
    });

    it('names a voice', async () => {
      const { client, session } = await bench.stream();
      const assigned = { speaker_id: 2, person_id: 'user', person_name: 'Ada', segment_ids: ['s'] };
      client.sendText({ type: 'speaker_assigned', ...assigned });
      await vi.waitFor(() =>
        expect(session.assignments).toEqual([
          { speakerId: 2, personId: 'user', personName: 'Ada', segmentIds: ['s'] },
        ]),
      );
    });

    it('sends a picture in pieces, in any order', async () => {
      const { client, session } = await bench.stream();
      const base64 = Buffer.from('a picture').toString('base64');
      const chunk = (index: number, data: string) => ({
        type: 'image_chunk',
        id: 'temp',
        index,
        total: 2,
        data,
      });
      client.sendText(chunk(1, base64.slice(5)));
      client.sendText(chunk(1, base64.slice(5)));
      client.sendText(chunk(0, base64.slice(0, 5)));
      await vi.waitFor(() => expect(session.photos).toHaveLength(1));
      expect(session.photos[0]!.temporaryId).toBe('temp');
      expect(Buffer.from(session.photos[0]!.jpeg).toString()).toBe('a picture');
    });
  });

  describe('that is told things', () => {
    it('is greeted in the words of the reference, then pinged', async () => {
      const { client } = await bench.stream();
      expect(
        client.texts.map((text) => (text === 'ping' ? text : (JSON.parse(text) as { type: string }).type)),
      ).toEqual(['service_status', 'conversation_session', 'service_status', 'service_status', 'ping']);
      expect(client.statuses).toEqual(['initiating', 'stt_initiating', 'ready']);
    });

    it('gets segments as an array, in order, and never an empty one', async () => {
      const { client, session } = await bench.stream();
      session.tell('segments', [segment('a', 'one')]);
      session.tell('segments', []);
      session.tell('segments_deleted', { segment_ids: ['a'] });
      session.tell('segments', [segment('b', 'two')]);
      session.tell('partial', { text: 'three', start: 0, end: 1 });
      await vi.waitFor(() => expect(client.text).toBe('two'));
      expect(client.texts.join()).not.toContain('three');
      expect(client.texts).not.toContain('[]');
    });

    it('stays while speech cannot be recognized for a while, and is told so', async () => {
      const { client, session } = await bench.stream();
      const away = { reason: 'SPEECH_UNAVAILABLE', outcome: 'upstream_error', retryable: true };
      session.tell('service_status', { status: 'stt_failed', ...away });
      session.tell('service_status', { status: 'ready', provider: 'local' });
      await vi.waitFor(() => expect(client.statuses.slice(3)).toEqual(['stt_failed', 'ready']));
      expect(client.named('service_status').at(-2)).toMatchObject({
        retryable: true,
        outcome: 'upstream_error',
      });
      client.sendFrame(frame(1));
      await vi.waitFor(() => expect(session.bytes()).toEqual([...frame(1)]));
    });

    it('is closed when speech cannot be recognized before somebody repairs the server, and its sound kept', async () => {
      const { client, session } = await bench.stream();
      const missing = { reason: 'SPEECH_MODEL_MISSING', outcome: 'config_error', retryable: false };
      session.tell('service_status', { status: 'stt_failed', ...missing });
      client.sendFrame(frame(1));
      expect(await client.closed).toEqual({ code: 1011, reason: 'transcription_service_unavailable' });
      expect(client.events.at(-1)).toMatchObject({ retryable: false, outcome: 'config_error' });
      await vi.waitFor(() => expect(session.detached).toEqual({ ended: false }));
      expect(session.bytes()).toEqual([...frame(1)]);
    });

    it('is closed when another connection takes over', async () => {
      const { client, session } = await bench.stream();
      session.client.close('taken_over');
      expect((await client.closed).code).toBe(1001);
    });

    it('is let go when it does not read, instead of filling memory', async () => {
      const { client, session } = await bench.stream();
      client.socket.pause();
      const long = segment('a', 'x'.repeat(MAX_WAITING_BYTES));
      for (let index = 0; index < 100; index += 1) session.tell('segments', [long]);
      client.socket.resume();
      expect((await client.closed).code).toBe(1013);
      expect(client.texts.length).toBeLessThan(20);
    });

    it('gets only what is new on /v3/listen', async () => {
      const { client, session } = await bench.stream({ path: '/v3/listen' });
      session.tell('segments', [segment('a', 'One two.')]);
      session.tell('segments', [{ ...segment('a', 'One two. Three.'), end: 4 }]);
      session.tell('segments', [{ ...segment('a', 'One two. Three.'), is_user: true }]);
      session.tell('translating', { segments: [segment('a', 'Eins')] });
      session.tell('segments', [segment('b', 'Four.')]);
      await vi.waitFor(() =>
        expect([...client.segments.values()].map(({ text }) => text)).toEqual([
          'One two.',
          'Three.',
          'Four.',
        ]),
      );
      expect(client.named('translating')).toEqual([]);
    });
  });

  describe('over time', () => {
    const pass = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) await bench.clock.advance(1_000);
    };

    it('gets the four characters of a ping every ten seconds', async () => {
      const { client } = await bench.stream();
      await pass(30);
      await vi.waitFor(() => expect(client.pings).toBe(4));
    });

    it('stays for as long as it answers them, without a sound', async () => {
      const { client, session } = await bench.stream();
      for (let minute = 0; minute < 4; minute += 1) {
        for (let tens = 0; tens < 6; tens += 1) {
          const before = client.pings;
          await pass(10);
          await vi.waitFor(() => expect(client.pings).toBe(before + 1));
          await vi.waitFor(() => expect(client.socket.bufferedAmount).toBe(0));
        }
      }
      expect(client.socket.readyState).toBe(client.socket.OPEN);
      expect(session.pushes).toEqual([]);
    });

    it('is closed with 1001 after ninety seconds of silence, not before', async () => {
      const { client } = await bench.stream({ answersPings: false });
      await pass(88);
      expect(client.socket.readyState).toBe(client.socket.OPEN);
      await pass(3);
      expect((await client.closed).code).toBe(1001);
    });

    it('has pings of the protocol answered', async () => {
      const { client } = await bench.stream();
      const answered = new Promise((resolve) =>
        client.socket.once('pong', (data) => resolve(data.toString())),
      );
      client.socket.ping('hello');
      expect(await answered).toBe('hello');
    });

    it('is counted for exactly as long as it is there, however it goes', async () => {
      const count = () => bench.metric('mneme_live_sockets{door="omi"}');
      const ways = [
        (client: { socket: { close(code: number): void } }) => client.socket.close(1000),
        (client: { socket: { terminate(): void } }) => client.socket.terminate(),
        (client: { sendFrame(frame: Uint8Array): void }) => client.sendFrame(new Uint8Array(2 * 1024 * 1024)),
        (client: { socket: { close(code: number): void } }) => client.socket.close(4567),
      ];
      const clients = await Promise.all(ways.map(() => bench.stream()));
      const refused = await bench.connect({ token: 'TOKEN_INVALID' });
      await refused.closed;
      await vi.waitFor(async () => expect(await count()).toBe(ways.length));
      ways.forEach((leave, index) => leave(clients[index]!.client));
      await vi.waitFor(async () => expect(await count()).toBe(0));
      expect(bench.admission.streams).toBe(0);
      expect(await bench.metric('mneme_live_sessions{door="omi"}')).toBe(0);
      const closed = (code: string) =>
        bench.metric(`mneme_live_sockets_closed_total{door="omi",code="${code}"}`);
      expect(await Promise.all(['1000', '1006', '1008', 'other'].map(closed))).toEqual([1, 2, 1, 1]);
    });
  });
});
