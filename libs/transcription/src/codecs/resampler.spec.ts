import { describe, expect, it } from 'vitest';
import { signalToNoise, tone } from '../testing/device-audio.js';
import { resample, Resampler } from './resampler.js';

const RATES = [8_000, 24_000, 44_100, 48_000];

function inPieces(samples: Int16Array, rate: number, sizes: readonly number[]): number[] {
  const resampler = new Resampler(rate, 16_000);
  const output: number[] = [];
  for (let at = 0, turn = 0; at < samples.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    output.push(...resampler.push(samples.subarray(at, at + size)));
    at += size;
  }
  return [...output, ...resampler.end()];
}

/** Without the filter's edges, where silence meets the tone. */
const middle = <T extends { slice(from: number, to: number): T; length: number }>(samples: T) =>
  samples.slice(400, samples.length - 400);

describe('resampler', () => {
  it.each(RATES)('keeps a voice-band tone from %i Hz at its level and at its place', (rate) => {
    for (const hertz of [300, 1_000, 3_000]) {
      const output = resample(Float32Array.from(tone(500, rate, hertz)), rate, 16_000);
      const expected = Float32Array.from(tone(500, 16_000, hertz));
      expect(output.length).toBe(8_000);
      expect(signalToNoise(middle(expected), middle(output))).toBeGreaterThan(60);
    }
  });

  it.each([24_000, 44_100, 48_000])(
    'lets nothing through from %i Hz that would sound as another tone',
    (rate) => {
      const hertz = rate === 24_000 ? 10_000 : 11_000;
      const output = resample(Float32Array.from(tone(500, rate, hertz)), rate, 16_000);
      const peak = Math.max(...middle(output).map(Math.abs));
      expect(20 * Math.log10(peak / 16_384)).toBeLessThan(-60);
    },
  );

  it.each(RATES)('gives the same samples however the stream from %i Hz is cut', (rate) => {
    const samples = tone(200, rate, 700);
    const whole = inPieces(samples, rate, [samples.length]);
    expect(inPieces(samples, rate, [1, 441, 7, 1_000])).toEqual(whole);
    expect(whole.length).toBe(3_200);
  });

  it('keeps silence silent and a constant constant', () => {
    expect(Math.max(...resample(new Float32Array(4_410), 44_100, 16_000))).toBe(0);
    const flat = middle(resample(new Float32Array(44_100).fill(1_000), 44_100, 16_000));
    expect(Math.max(...flat.map((value) => Math.abs(value - 1_000)))).toBeLessThan(0.01);
  });
});
