import { expect, it, describe } from 'vitest';
import { CondensedSound } from './condensed-sound.js';

const SOUND = Int16Array.from({ length: 16_000 * 10 }, (_, n) => n % 30_000);
const KEPT = [
  { startMs: 1_000, endMs: 2_000 },
  { startMs: 8_000, endMs: 9_500 },
];
const utterance = { text: 'good morning', speaker: 0 };

describe('a recording without its silences', () => {
  it('holds the kept parts, one after the other', () => {
    const { samples } = new CondensedSound(SOUND, KEPT);
    expect(samples).toHaveLength(2.5 * 16_000);
    expect(samples.subarray(0, 16_000)).toEqual(SOUND.subarray(16_000, 32_000));
    expect(samples.subarray(16_000)).toEqual(SOUND.subarray(128_000, 152_000));
  });

  it('tells when what was recognized in it was said', () => {
    const condensed = new CondensedSound(SOUND, KEPT);
    const words = [
      { text: 'good', startMs: 500, endMs: 1_000 },
      { text: 'morning', startMs: 1_000, endMs: 1_600 },
    ];
    expect(condensed.restore({ ...utterance, startMs: 500, endMs: 1_600, words })).toEqual({
      ...utterance,
      startMs: 1_500,
      endMs: 8_600,
      words: [
        { text: 'good', startMs: 1_500, endMs: 2_000 },
        { text: 'morning', startMs: 8_000, endMs: 8_600 },
      ],
    });
  });

  it('is the whole when all of it is kept', () => {
    const condensed = new CondensedSound(SOUND, [{ startMs: 0, endMs: 10_000 }]);
    expect(condensed.samples).toEqual(SOUND);
    expect(condensed.restore({ ...utterance, startMs: 3, endMs: 9_999 })).toMatchObject({
      startMs: 3,
      endMs: 9_999,
    });
  });
});
