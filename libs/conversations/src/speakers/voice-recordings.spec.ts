import { describe, expect, it } from 'vitest';
import { encodeWav } from '#libs/transcription';
import { trimSilence } from './trim-silence.rules.js';
import { bytesOf, distanceOf, vectorOf } from './vectors.js';
import { readWav } from './wav-reader.js';

const SECOND = 16_000;
const noise = (seconds: number, loudness: number) =>
  Int16Array.from({ length: seconds * SECOND }, (_, index) => loudness * Math.sin(index * index));
const joined = (...pieces: Int16Array[]) => Int16Array.from(pieces.flatMap((piece) => [...piece]));

async function wavOf(samples: Int16Array, sampleRate = SECOND): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encodeWav([samples], { sampleRate, samples: samples.length })));
}

describe('reading a WAV file', () => {
  it('gives its samples and rate', async () => {
    const samples = noise(1, 5_000);
    expect(readWav(await wavOf(samples, 8_000))).toEqual({ sampleRate: 8_000, samples });
  });

  it('passes over chunks that are not sound, and mixes channels', async () => {
    const wav = await wavOf(Int16Array.of(100, 300, -100, -300));
    wav.writeUInt16LE(2, 22);
    const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
    const file = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36)]);
    expect(readWav(file)).toEqual({ sampleRate: SECOND, samples: Int16Array.of(200, -200) });
  });

  it('gives what there is of a file that was cut off, and nothing of what is no WAV of 16 bits', async () => {
    const wav = await wavOf(Int16Array.of(1, 2, 3, 4));
    expect(readWav(wav.subarray(0, 48))!.samples).toEqual(Int16Array.of(1, 2));
    const bits = Buffer.from(wav);
    bits.writeUInt16LE(24, 34);
    for (const file of [bits, wav.subarray(0, 40), Buffer.from('RIFF'), Buffer.alloc(100), Buffer.alloc(0)]) {
      expect(readWav(file)).toBeNull();
    }
  });
});

describe('trimming silence', () => {
  const HUSH = 5;
  const VOICE = 5_000;

  it('keeps speech and short pauses, and of long ones a second', () => {
    const spoken = joined(
      noise(2, HUSH),
      noise(3, VOICE),
      noise(0.5, HUSH),
      noise(2, VOICE),
      noise(4, HUSH),
      noise(1, VOICE),
    );
    const seconds = trimSilence(joined(spoken, noise(3, HUSH))).length / SECOND;
    expect(seconds).toBeCloseTo(3 + 0.5 + 2 + 1 + 1, 1);
  });

  it('keeps somebody who never pauses', () => {
    expect(trimSilence(noise(6, VOICE)).length).toBe(6 * SECOND);
  });

  it('leaves nothing where nobody speaks', () => {
    expect(trimSilence(noise(6, HUSH))).toHaveLength(0);
    expect(trimSilence(new Int16Array(0))).toHaveLength(0);
  });
});

describe('vectors', () => {
  it('come back from bytes bit for bit, wherever those lie', () => {
    const vector = Float32Array.of(0.1, -2.5, 1e-20, Infinity);
    const stored = Buffer.concat([Buffer.from('x'), bytesOf(vector)]).subarray(1);
    expect(vectorOf(stored)).toEqual(vector);
  });

  it('are 0 to 2 apart, and never near when one is broken', () => {
    const [a, b] = [Float32Array.of(2, 0), Float32Array.of(0, 3)];
    expect([
      distanceOf(a, a),
      distanceOf(a, b),
      distanceOf(
        a,
        a.map((value) => -value),
      ),
    ]).toEqual([0, 1, 2]);
    for (const broken of [Float32Array.of(0, 0), Float32Array.of(NaN, 1), Float32Array.of(1)]) {
      expect(distanceOf(a, broken)).toBeNaN();
    }
  });
});
