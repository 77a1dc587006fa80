import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, WireError } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, encodeOpus, opusOf, samplesOf } from '../support/recordings.js';

const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: { refusal?: WireError }) => error.refusal,
  );

describe('a device that does not behave', () => {
  let server: MnemeProcess;
  let packets: Uint8Array[];
  const devices: Device[] = [];
  const connect = async (query: Record<string, unknown> = {}) => {
    const device = await Device.connect(server.url, server.token, query);
    devices.push(device);
    return device;
  };

  beforeAll(async () => {
    server = await MnemeProcess.start();
    packets = await opusOf(BOOK.path);
  });
  afterEach(() => devices.splice(0).forEach((device) => device.close()));
  afterAll(() => server?.dispose());

  it('is told which codecs there are when it announces another one', async () => {
    const refusal = await refusalOf(connect({ codec: 'mp7' }));
    expect(refusal).toMatchObject({
      code: 'CODEC_UNSUPPORTED',
      details: { allowed: expect.arrayContaining(['opus', 'pcm16']) as string[] },
    });
  });

  it('is told which rates there are when it announces another one', async () => {
    for (const rate of ['12345', 'fast', '-1']) {
      const refusal = await refusalOf(connect({ codec: 'pcm16', sample_rate: rate }));
      expect(refusal).toMatchObject({
        code: 'SAMPLE_RATE_UNSUPPORTED',
        details: { allowed: expect.arrayContaining([16_000]) as number[] },
      });
    }
  });

  it('is told when its language is not understood', async () => {
    const refusal = await refusalOf(connect({ language: 'xx' }));
    expect(refusal?.code).toBe('LANGUAGE_UNSUPPORTED');
    expect(refusal?.message).toContain('xx');
  });

  it('gets a code for text where bytes belong, for a wrong number and for half a batch, and may go on', async () => {
    const device = await connect();
    expect(await device.sendRaw(1, 'hello')).toMatchObject({
      error: { code: 'BATCH_NOT_BINARY', fatal: false },
    });
    expect(await device.sendRaw(1, { nested: [1] })).toMatchObject({ error: { code: 'BATCH_NOT_BINARY' } });
    expect(await device.sendRaw(0, new Uint8Array())).toMatchObject({ error: { code: 'SEQUENCE_INVALID' } });
    expect(await device.sendRaw(1, Uint8Array.of(200, 0, 0, 0, 1))).toMatchObject({
      error: { code: 'BATCH_MALFORMED' },
    });
    expect(await device.send(1, packets.slice(0, 10))).toEqual({ durable: 10 });
  });

  it('may send empty frames and signs of life', async () => {
    const device = await connect();
    expect(await device.send(1, [new Uint8Array(), Uint8Array.of(0x8a, 0), packets[0]!])).toMatchObject({
      durable: 3,
    });
  });

  it('gets the limit named for a frame of ten megabytes, and may go on', async () => {
    const device = await connect();
    const answer = await device.send(1, [new Uint8Array(10_000_000)]);
    expect(answer).toMatchObject({ error: { code: 'FRAME_TOO_LARGE', details: { limit: 131_072 } } });
    expect(await device.send(1, packets.slice(0, 5))).toEqual({ durable: 5 });
  });

  it('loses only the packets that cannot be decoded', async () => {
    const device = await connect({ device_id: 'noisy' });
    const broken = packets.map((packet, index) =>
      index % 100 === 50 ? Uint8Array.of(0xff, 0xff, 0xff, 0xff) : packet,
    );
    const answer = await device.send(1, broken.slice(0, 100));
    expect(answer).toMatchObject({ durable: 100, rejected: [{ seq: 51, code: 'OPUS_PACKET_INVALID' }] });
    await device.sendAll(broken.slice(100), 101);
    await device.end();
    expect(device.text.toLowerCase()).toContain('dashwood');
  });

  it('hears nothing in silence, and its empty conversation leaves no trace in the list', async () => {
    const device = await connect({ device_id: 'silent' });
    await device.sendAll(encodeOpus(new Int16Array(16_000 * 10)));
    await device.end();
    expect(device.segments.size).toBe(0);
    await expect(device.finalize()).rejects.toThrow('CONVERSATION_NOT_IN_PROGRESS');
  });

  it('is understood in PCM as well as in Opus, cut at odd bytes', async () => {
    const device = await connect({ codec: 'pcm16', sample_rate: 16_000, device_id: 'pcm' });
    const bytes = new Uint8Array((await samplesOf(BOOK.path)).buffer).slice(0, 16_000 * 2 * 10);
    const frames = Array.from({ length: Math.ceil(bytes.length / 1601) }, (_, index) =>
      bytes.slice(index * 1601, (index + 1) * 1601),
    );
    await device.sendAll(frames);
    await device.end();
    expect(device.text.toLowerCase()).toContain('dashwood');
  });

  it('is replaced by its second connection, which goes on without losing or doubling a word', async () => {
    const first = await connect({ device_id: 'twice' });
    await first.sendAll(packets.slice(0, 250));
    const second = await connect({ device_id: 'twice', session_id: first.sessionId });
    expect(second.durable).toBe(250);
    await vi.waitFor(() => expect(first.errors).toMatchObject([{ code: 'SESSION_TAKEN_OVER', fatal: true }]));
    await second.sendAll(packets.slice(250), 251);
    await second.end();
    const id = await second.finalize();
    const conversation = await server.json<Conversation>(`/v1/conversations/${id}`);
    const text = conversation.transcript_segments
      .map((segment) => segment.text)
      .join(' ')
      .toLowerCase();
    expect(text.split('dashwood')).toHaveLength(2);
    expect(text).toContain('disposed');
  });
});
