import { describe, expect, it } from 'vitest';
import { decodeOggOpus } from '../codecs/ogg-opus.js';
import { signalToNoise, tone } from '../testing/device-audio.js';
import { encodeSound } from './encode-sound.js';

const file = async (samples: Int16Array) => Buffer.concat(await Array.fromAsync(encodeSound(samples, 'a')));

describe('sound as a file to keep', () => {
  it('is the same sound, to the sample, and always the same file', async () => {
    const samples = tone(2_345);
    const ogg = await file(samples);
    const pieces = await Array.fromAsync(decodeOggOpus([ogg]));
    const heard = Int16Array.from(pieces.flatMap((piece) => [...piece])).subarray(0, samples.length);
    expect(heard).toHaveLength(samples.length);
    expect(signalToNoise(samples.subarray(1_600, -1_600), heard.subarray(1_600, -1_600))).toBeGreaterThan(10);
    expect(await file(samples)).toEqual(ogg);
  });
});
