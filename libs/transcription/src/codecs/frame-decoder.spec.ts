import { describe, expect, it } from 'vitest';
import type { AudioFormat } from './audio-format.js';
import { FrameClock } from './frame-clock.js';
import { SpeechDecoder } from './frame-decoder.js';
import { opusFrames, pcm16Bytes, signalToNoise, tone } from '../testing/device-audio.js';

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
});
