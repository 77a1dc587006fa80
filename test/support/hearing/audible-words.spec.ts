import { Decoder } from '@evan/opus';
import { describe, expect, it } from 'vitest';
import { encodeOpus } from '../recordings.js';
import { AudibleWords, sayNumber } from './audible-words.js';

function say(...values: number[]): Int16Array {
  return Int16Array.from(values.flatMap((value) => [...sayNumber(value)]));
}

function hear(samples: Int16Array, piece = 777): string[] {
  const ear = new AudibleWords();
  const words: string[] = [];
  for (let start = 0; start < samples.length; start += piece)
    words.push(...ear.push(samples.subarray(start, start + piece)).map(({ text }) => text));
  return words;
}

describe('numbers that can be heard', () => {
  it('are heard as they were said, in pieces of any size', () => {
    const said = [0, 1, 7, 255, 256, 4_711, 65_535];
    for (const piece of [1, 320, 777, 1_000_000]) {
      expect(hear(say(...said), piece)).toEqual(said.map((value) => `w${value}`));
    }
  });

  it('are where they were said', () => {
    const [first, second] = new AudibleWords().push(say(3, 4));
    expect(first).toMatchObject({ start: 0, end: 8_000 });
    expect(second!.start).toBe(14_400);
  });

  it('survive the codec of the device', () => {
    const said = [12, 999, 31_337];
    const decoder = new Decoder({ channels: 1, sample_rate: 16_000 });
    const packets = encodeOpus(say(...said)).map((packet) => {
      const bytes = decoder.decode(packet);
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2).slice();
    });
    expect(hear(Int16Array.from(packets.flatMap((samples) => [...samples])))).toEqual([
      'w12',
      'w999',
      'w31337',
    ]);
  });

  it('are not heard when they were cut, and those behind them are', () => {
    const sound = say(5, 6);
    expect(hear(sound.subarray(3_000))).toEqual(['w6']);
    expect(hear(Int16Array.from([...sound.subarray(0, 3_840), ...sound.subarray(14_400)]))).toEqual(['w6']);
  });
});
