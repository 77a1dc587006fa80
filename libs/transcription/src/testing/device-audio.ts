import { readFileSync } from 'node:fs';
import { Encoder } from '@evan/opus';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { adtsFrames } from '../codecs/adts-frame.js';
import { Lc3Encoder } from '../codecs/lc3-codec.js';
import { LC3_FRAME_SAMPLES } from '../codecs/lc3-frame.js';

/** Where the recordings lie: they are not compiled along. */
const SOURCE_FOLDER = import.meta.url.replace('/dist/libs/', '/libs/');

/** A sine of half scale, the one sound whose way through a codec is easy to judge. */
export function tone(durationMs: number, sampleRate = SPEECH_SAMPLE_RATE, hertz = 440): Int16Array {
  return Int16Array.from({ length: Math.round((durationMs * sampleRate) / 1_000) }, (_, n) =>
    Math.round(16_384 * Math.sin((2 * Math.PI * hertz * n) / sampleRate)),
  );
}

/** Opus packets as a device sends them. */
export function opusFrames(durationMs: number, frameMs = 20, hertz = 440): Uint8Array[] {
  const encoder = new Encoder({
    channels: 1,
    sample_rate: SPEECH_SAMPLE_RATE,
    application: 'restricted_lowdelay',
  });
  const samples = tone(durationMs, SPEECH_SAMPLE_RATE, hertz);
  const perFrame = (frameMs * SPEECH_SAMPLE_RATE) / 1_000;
  return Array.from({ length: Math.floor(samples.length / perFrame) }, (_, n) =>
    Uint8Array.from(encoder.encode(samples.slice(n * perFrame, (n + 1) * perFrame))),
  );
}

/** LC3 frames of 10 ms as a device sends them. */
export function lc3Frames(samples: Int16Array): Uint8Array[] {
  const encoder = new Lc3Encoder();
  return Array.from({ length: Math.floor(samples.length / LC3_FRAME_SAMPLES) }, (_, n) =>
    encoder.encode(samples.subarray(n * LC3_FRAME_SAMPLES, (n + 1) * LC3_FRAME_SAMPLES)),
  );
}

/** Two seconds of a tone of 440 Hz as AAC frames with their headers, as ffmpeg encoded them: mono at 16 kHz, or stereo at 44.1 kHz. */
export function aacFrames(sampleRate: 16_000 | 44_100): Uint8Array[] {
  const file = readFileSync(new URL(`./tone-lc-${sampleRate}.aac`, SOURCE_FOLDER));
  return adtsFrames(file).frames.map(({ bytes }) => Uint8Array.from(bytes));
}

/** Samples as little-endian bytes. */
export function pcm16Bytes(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** How far a signal is above what differs from the expected one, in decibel. */
export function signalToNoise(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  let signal = 0;
  let noise = 0;
  for (let n = 0; n < expected.length; n += 1) {
    signal += expected[n]! ** 2;
    noise += (expected[n]! - (actual[n] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / Math.max(noise, Number.MIN_VALUE));
}
