import decode from 'audio-decode';
import { describe, expect, it } from 'vitest';
import { tone } from '../testing/device-audio.js';
import { encodeWav } from './wav.js';

async function fileOf(chunks: Int16Array[], samples?: number): Promise<Buffer> {
  const format = samples === undefined ? { sampleRate: 44_100 } : { sampleRate: 44_100, samples };
  return Buffer.concat(await Array.fromAsync(encodeWav(chunks, format)));
}

describe('WAV', () => {
  it('writes a file that another decoder reads sample by sample', async () => {
    const samples = tone(500, 44_100);
    const file = await fileOf([samples.subarray(0, 10_001), samples.subarray(10_001)], samples.length);
    const { channelData, sampleRate } = await decode(file);
    expect(sampleRate).toBe(44_100);
    expect(channelData[0]!.length).toBe(samples.length);
    // The reader scales positive samples by 32,767.
    const farthest = channelData[0]!.reduce(
      (most, value, n) => Math.max(most, Math.abs(value * 32_768 - samples[n]!)),
      0,
    );
    expect(farthest).toBeLessThan(1.01);
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
  });

  it('says that it does not know its size when it is not told', async () => {
    const file = await fileOf([tone(10, 44_100)]);
    expect(file.readUInt32LE(40)).toBe(0xffff_ffff);
  });
});
