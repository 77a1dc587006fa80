import { describe, expect, it } from 'vitest';
import type { Codec } from '#libs/contracts';
import { aacFrames, lc3Frames, opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
import { noise } from '../testing/noise.js';
import { WrongCodec } from './wrong-codec.js';

function randomFrames(count: number, length: number, seed = 1): Uint8Array[] {
  const random = noise(seed);
  return Array.from({ length: count }, () => Uint8Array.from({ length }, () => random.next().value * 256));
}

function pcmFrames(bytes: number): Uint8Array[] {
  const random = noise(3);
  const voice = tone(20_000).map((sample) => sample * 0.3 + (random.next().value - 0.5) * 2_000);
  const all = pcm16Bytes(voice);
  return Array.from({ length: 600 }, (_, n) => all.subarray(n * bytes, (n + 1) * bytes));
}

/** After how many frames the verdict fell, or null. */
function verdictAfter(codec: Codec, frames: readonly Uint8Array[]): number | null {
  const detector = new WrongCodec({ codec, sampleRate: 16_000 });
  const index = frames.findIndex((frame) => detector.judge([frame]));
  return index < 0 ? null : index + 1;
}

const repeated = (frames: readonly Uint8Array[]) => Array.from({ length: 20 }, () => frames).flat();

describe('wrong codec', () => {
  it.each<[Codec, string, Uint8Array[]]>([
    ['opus', 'noise', randomFrames(600, 80)],
    ['opus', 'PCM', pcmFrames(320)],
    ['opus', 'AAC', repeated(aacFrames(16_000))],
    ['opus', 'LC3', lc3Frames(tone(8_000))],
    ['opus_fs320', 'PCM', pcmFrames(640)],
    ['aac', 'noise', randomFrames(600, 200)],
    ['aac', 'PCM', pcmFrames(320)],
    ['aac', 'Opus', opusFrames(8_000)],
    ['lc3', 'noise in frames of the right size', randomFrames(600, 30)],
    ['lc3', 'PCM', pcmFrames(320)],
    ['lc3_fs1030', 'PCM in a multiple of the right size', pcmFrames(480)],
    ['lc3_fs1030', 'Opus', opusFrames(8_000)],
  ])('sees that what was announced as %s is %s, within 200 frames', (codec, _what, frames) => {
    expect(verdictAfter(codec, frames)).toBeLessThanOrEqual(200);
  });

  it.each<[Codec, Uint8Array[]]>([
    ['opus', opusFrames(20_000, 10)],
    ['opus_fs320', opusFrames(20_000)],
    ['aac', repeated(aacFrames(44_100))],
    ['lc3', lc3Frames(tone(20_000))],
    ['pcm16', pcmFrames(320)],
    ['pcm8', randomFrames(600, 160)],
  ])('believes honest %s', (codec, frames) => {
    expect(verdictAfter(codec, frames)).toBeNull();
  });

  it.each<[Codec, Uint8Array[]]>([
    ['opus', opusFrames(20_000)],
    ['aac', repeated(aacFrames(16_000))],
    ['lc3', lc3Frames(tone(20_000))],
  ])('bears a link that cuts off every third frame of %s', (codec, frames) => {
    const spoilt = frames.map((frame, n) => (n % 3 === 0 ? Uint8Array.of(0xff, 0xfe, 0xfd) : frame));
    expect(verdictAfter(codec, spoilt)).toBeNull();
  });

  it('waits for sound: silence of one repeated byte proves nothing', () => {
    const silence = Array.from({ length: 2_000 }, () => new Uint8Array(320));
    expect(verdictAfter('opus', silence)).toBeNull();
    expect(verdictAfter('opus', [...silence, ...pcmFrames(320)])).toBeGreaterThan(2_000);
  });

  it('never ends a session that began well, however much is broken later', () => {
    const frames = [...opusFrames(11_000), ...randomFrames(1_000, 80)];
    expect(verdictAfter('opus', frames)).toBeNull();
  });
});
