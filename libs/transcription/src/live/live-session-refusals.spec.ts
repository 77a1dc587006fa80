import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_BATCH_FRAMES, MAX_FRAME_BYTES } from '#libs/contracts';
import { FakeSpeechToText } from '#libs/ai/testing';
import { opusFrames } from '../testing/device-audio.js';
import { LiveSessionBench, TWO_SENTENCES } from '../testing/live-session-bench.js';

let bench: LiveSessionBench;

beforeEach(async () => {
  bench = await LiveSessionBench.start();
});
afterEach(() => bench.stop());

describe('what a live session refuses', () => {
  it('names frames that cannot be decoded, keeps their numbers, and goes on', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    const frames = opusFrames(3_000).with(7, Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    expect(await session.push(1, frames)).toEqual({
      durable: 150,
      rejected: [{ seq: 8, code: 'OPUS_PACKET_INVALID' }],
    });
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning', 'how are you']));
    expect(session.positionMs).toBe(2_980);
  });

  it('takes empty and two-byte frames as signs of life', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    expect(await session.push(1, [new Uint8Array(0), Uint8Array.of(0x8a, 0), Uint8Array.of(1)])).toEqual({
      durable: 3,
    });
    expect(session.positionMs).toBe(0);
  });

  it.each([
    ['a frame that is too large', 1, [new Uint8Array(MAX_FRAME_BYTES + 1)], 'FRAME_TOO_LARGE'],
    [
      'a batch that is too long',
      1,
      Array.from({ length: MAX_BATCH_FRAMES + 1 }, () => new Uint8Array(3)),
      'BATCH_TOO_LONG',
    ],
    ['text where bytes belong', 1, ['hello' as unknown as Uint8Array], 'FRAME_NOT_BYTES'],
    ['a number below one', 0, [new Uint8Array(3)], 'SEQUENCE_INVALID'],
    ['half a number', 1.5, [new Uint8Array(3)], 'SEQUENCE_INVALID'],
  ])('refuses %s and keeps nothing of the batch', async (_what, firstSeq, frames, code) => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await expect(session.push(firstSeq, frames)).rejects.toMatchObject({ code });
    expect(await session.push(1, opusFrames(20))).toEqual({ durable: 1 });
  });

  it('asks to wait when more is pending than the disk takes', async () => {
    bench.capture = bench.captureWith(100);
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES), { codec: 'pcm16' });
    await session.push(1, [new Uint8Array(320)]);
    const large = Array.from({ length: 10 }, () => new Uint8Array(MAX_FRAME_BYTES));
    const waiting = session.push(2, large);
    await expect(session.push(12, large)).rejects.toMatchObject({
      kind: 'rate_limited',
      code: 'BACKPRESSURE',
      retryAfterMs: expect.any(Number),
    });
    await bench.clock.advance(100);
    expect(await waiting).toEqual({ durable: 11 });
    const again = session.push(12, large);
    await bench.clock.advance(100);
    expect(await again).toEqual({ durable: 21 });
  });

  it('takes nothing after it was closed', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.close();
    await expect(session.push(1, opusFrames(20))).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
  });

  it('does not open for a codec, a language or a session that it cannot serve', async () => {
    const speech = new FakeSpeechToText(TWO_SENTENCES);
    await expect(bench.open(speech, { sampleRate: 44_100 })).rejects.toMatchObject({
      code: 'SAMPLE_RATE_UNSUPPORTED',
    });
    await expect(bench.open(speech, { sessionId: 's2', language: 'xx' })).rejects.toMatchObject({
      code: 'LANGUAGE_UNSUPPORTED',
    });
    await expect(bench.open(speech, { resume: { handledPositionMs: 0 } })).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
    await (await bench.open(speech)).close();
    await expect(bench.open(speech)).rejects.toMatchObject({ code: 'CAPTURE_LOG_EXISTS' });
    await expect(
      bench.open(speech, { codec: 'pcm16', resume: { handledPositionMs: 0 } }),
    ).rejects.toMatchObject({
      code: 'SESSION_FORMAT_CHANGED',
    });
    await expect(
      bench.open(speech, { ownerId: 'eve', resume: { handledPositionMs: 0 } }),
    ).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
  });
});
