import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, SAMPLE_RATES } from '#libs/contracts';
import type { AudioFormat } from './audio-format.js';
import { FrameClock } from './frame-clock.js';
import { SpeechDecoder } from './frame-decoder.js';
import {
  aacFrames,
  lc3Frames,
  opusFrames,
  pcm16Bytes,
  signalToNoise,
  tone,
} from '../testing/device-audio.js';
import { noise } from '../testing/noise.js';

function decodeAll(format: AudioFormat, frames: readonly Uint8Array[]): Int16Array {
  const decoder = new SpeechDecoder(format);
  const pieces = [...frames.map((frame) => decoder.decode(frame)), decoder.end()];
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    pieces.push(bytes.slice(at, (at += sizes[turn % sizes.length]!)));
  }
  return pieces;
}

function positionMs(format: AudioFormat, frames: readonly Uint8Array[]): number {
  const clock = new FrameClock(format);
  for (const frame of frames) clock.advance(frame);
  return clock.positionMs;
}

function faults(format: AudioFormat, frames: readonly Uint8Array[]): string[] {
  const clock = new FrameClock(format);
  return frames.flatMap((frame) => clock.advance(frame).fault ?? []);
}

/** Hz of a tone, by its zero crossings. */
function pitch(samples: Int16Array): number {
  const crossings = samples.filter((value, n) => n > 0 && value >= 0 && samples[n - 1]! < 0).length;
  return (crossings * 16_000) / samples.length;
}

function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

describe('frame decoder', () => {
  it.each([10, 20, 40, 60])('decodes Opus packets of %i ms under either name', (frameMs) => {
    const frames = opusFrames(600, frameMs);
    for (const codec of ['opus', 'opus_fs320'] as const) {
      const samples = decodeAll({ codec, sampleRate: 16_000 }, frames);
      expect(samples.length).toBe(9_600);
      expect(loudness(samples.subarray(1_600))).toBeGreaterThan(10_000);
    }
  });

  it('loses only the packet that is broken', () => {
    const format = { codec: 'opus', sampleRate: 16_000 } as const;
    const frames = opusFrames(1_000);
    const broken = frames.with(25, Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    const samples = decodeAll(format, broken);
    expect(samples.length).toBe(16_000 - 320);
    expect(loudness(samples.subarray(26 * 320))).toBeGreaterThan(10_000);
    const clock = new FrameClock(format);
    expect(broken.flatMap((frame) => clock.advance(frame).fault ?? [])).toEqual(['OPUS_PACKET_INVALID']);
    expect(clock.positionMs).toBe(980);
  });

  it.each([8_000, 16_000, 24_000, 44_100, 48_000])(
    'decodes 16-bit samples at %i Hz the same however the bytes are cut',
    (sampleRate) => {
      const format = { codec: 'pcm16', sampleRate } as const;
      const bytes = pcm16Bytes(tone(300, sampleRate));
      const whole = decodeAll(format, [bytes]);
      expect(whole.length).toBe(4_800);
      expect(signalToNoise(tone(300).subarray(200, 4_600), whole.subarray(200, 4_600))).toBeGreaterThan(60);
      for (const sizes of [[2], [3], [5, 1, 320], [641]]) {
        expect(decodeAll(format, cut(bytes, sizes))).toEqual(whole);
        const clock = new FrameClock(format);
        for (const frame of cut(bytes, sizes)) clock.advance(frame);
        expect(clock.positionMs).toBe(300);
      }
    },
  );

  it('reads 8-bit samples as unsigned bytes around 128', () => {
    const format = { codec: 'pcm8', sampleRate: 16_000 } as const;
    expect([...decodeAll(format, [Uint8Array.of(128, 255, 0, 129)])]).toEqual([0, 32_512, -32_768, 256]);
  });

  it('brings 8-bit samples at 8 kHz to 16 kHz', () => {
    const bytes = Uint8Array.from(tone(200, 8_000), (sample) => (sample >> 8) + 128);
    const samples = decodeAll({ codec: 'pcm8', sampleRate: 8_000 }, cut(bytes, [160]));
    expect(samples.length).toBe(3_200);
    expect(signalToNoise(tone(200).subarray(200, 3_000), samples.subarray(200, 3_000))).toBeGreaterThan(35);
  });

  it.each(['lc3', 'lc3_fs1030'] as const)('decodes %s, several frames in one message or one', (codec) => {
    const format = { codec, sampleRate: 16_000 } as const;
    const frames = lc3Frames(tone(1_000));
    const samples = decodeAll(format, frames);
    expect(samples.length).toBe(16_000);
    expect(pitch(samples)).toBeCloseTo(440, -1);
    const message = Buffer.concat(frames.slice(0, 50));
    expect(decodeAll(format, [message, ...frames.slice(50)])).toEqual(samples);
    expect(positionMs(format, [message, ...frames.slice(50)])).toBe(1_000);
  });

  it('loses only the LC3 frame that is broken', () => {
    const format = { codec: 'lc3', sampleRate: 16_000 } as const;
    const frames = lc3Frames(tone(1_000));
    const samples = decodeAll(format, frames.with(50, new Uint8Array(30).fill(0xff)));
    expect(samples.length).toBe(16_000);
    expect(pitch(samples.subarray(60 * 160))).toBeCloseTo(440, -1);
    expect(faults(format, [new Uint8Array(29), ...frames])).toEqual(['LC3_FRAME_INVALID']);
  });

  it.each([
    { header: 16_000, announced: 16_000 },
    { header: 44_100, announced: 44_100 },
    { header: 44_100, announced: 16_000 },
  ] as const)('decodes AAC by its header ($header Hz) when $announced Hz were announced', (rates) => {
    const format = { codec: 'aac', sampleRate: rates.announced } as const;
    const frames = aacFrames(rates.header);
    const lengthMs = (frames.length * 1_024_000) / rates.header;
    expect(positionMs(format, frames)).toBeCloseTo(lengthMs, 6);
    const samples = decodeAll(format, frames);
    expect(samples.length).toBe(Math.ceil(lengthMs * 16));
    expect(loudness(samples.subarray(4_000, 28_000))).toBeGreaterThan(5_000);
    expect(pitch(samples.subarray(4_000, 28_000))).toBeCloseTo(440, -1);
    expect(decodeAll(format, [Buffer.concat(frames.slice(0, 7)), ...frames.slice(7)])).toEqual(samples);
  });

  it('loses only the AAC frame that is broken, and keeps its time when its header is whole', () => {
    const format = { codec: 'aac', sampleRate: 16_000 } as const;
    const frames = aacFrames(16_000);
    const damaged = frames[10]!.map((byte, n) => (n < 7 ? byte : 0xaa));
    const samples = decodeAll(format, frames.with(10, damaged));
    expect(samples.length).toBe(frames.length * 1_024);
    expect(pitch(samples.subarray(13 * 1_024, 28 * 1_024))).toBeCloseTo(440, -1);
    const cutOff = frames.with(10, frames[10]!.subarray(0, 20));
    expect(decodeAll(format, cutOff).length).toBe((frames.length - 1) * 1_024);
    expect(faults(format, cutOff)).toEqual(['AAC_FRAME_INVALID']);
  });

  it.each(CODECS)('gives exactly as long a sound as %s was counted, whatever bytes come', (codec) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 30 }), (frames) => {
        const format = { codec, sampleRate: SAMPLE_RATES[codec].at(-1)! };
        const samples = decodeAll(format, frames);
        expect(Math.abs(samples.length / 16 - positionMs(format, frames))).toBeLessThan(0.2);
      }),
    );
  });

  it('survives thousands of AAC frames with a whole header and anything in them', () => {
    const random = noise(7);
    const decoder = new SpeechDecoder({ codec: 'aac', sampleRate: 16_000 });
    const frames = aacFrames(16_000);
    for (let n = 0; n < 3_000; n += 1) {
      const frame = Uint8Array.from(frames[n % frames.length]!);
      for (let hits = random.next().value * 20; hits > 0; hits -= 1) {
        frame[7 + Math.floor(random.next().value * (frame.length - 7))] = random.next().value * 256;
      }
      expect(decoder.decode(frame).length).toBe(1_024);
    }
    const after = frames.map((frame) => decoder.decode(frame)).slice(4, 28);
    expect(pitch(Int16Array.from(after.flatMap((piece) => [...piece])))).toBeCloseTo(440, -1);
  });

  it('hands no sound of one session on to the next', () => {
    const format = { codec: 'opus', sampleRate: 16_000 } as const;
    const frames = opusFrames(400);
    const fresh = decodeAll(format, frames);
    decodeAll(format, opusFrames(1_000, 20, 900));
    expect(decodeAll(format, frames)).toEqual(fresh);
    const closed = new SpeechDecoder(format);
    closed.end();
    closed.close();
    expect(() => closed.decode(frames[0]!)).toThrow('closed');
  });

  it.each(['opus', 'aac', 'lc3'] as const)('gives the memory of %s back when sessions end', (codec) => {
    const format = { codec, sampleRate: 16_000 };
    const frame = { opus: opusFrames(20), aac: aacFrames(16_000), lc3: lc3Frames(tone(20)) }[codec][0]!;
    const sessions = (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const decoder = new SpeechDecoder(format);
        decoder.decode(frame);
        decoder.end();
      }
      return process.memoryUsage().rss / 2 ** 20;
    };
    const before = sessions(1_000);
    expect(sessions(5_000) - before).toBeLessThan(40);
  });
});
