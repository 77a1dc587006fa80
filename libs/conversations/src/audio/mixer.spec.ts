import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix, type ReadSamples } from './mixer.js';
import type { PlacedSound, SoundBlob } from './stored-sound.rules.js';

const BLOB: SoundBlob = {
  fileId: 'file',
  id: 'piece',
  key: 'key',
  contentType: 'audio/ogg',
  sizeBytes: 1,
  fromSample: 0,
  samples: 1_000_000,
};
const sound = (startSample: number, samples: number, fromSample = 0): PlacedSound => ({
  blob: BLOB,
  channel: null,
  startSample,
  fromSample,
  samples,
});

/** Sample n of the blob is n + 1, in packets of 320. */
function counting(opened: number[] = [], closed: number[] = []): ReadSamples {
  return async function* (_sound, from, to) {
    opened.push(from);
    try {
      for (let at = from; at < to; at += 320) {
        await Promise.resolve();
        yield Int16Array.from({ length: Math.min(320, to - at) }, (_, n) => ((at + n) % 10_000) + 1);
      }
    } finally {
      closed.push(from);
    }
  };
}

async function play(
  sounds: readonly PlacedSound[],
  from: number,
  to: number,
  read: ReadSamples = counting(),
): Promise<number[]> {
  const blocks = await Array.fromAsync(mix(sounds, { from, to }, read));
  return blocks.flatMap((block) => [...block]);
}

describe('the sound of a conversation', () => {
  it('is silence where nothing was recorded', async () => {
    expect(await play([sound(2, 3), sound(7, 1)], 0, 10)).toEqual([0, 0, 1, 2, 3, 0, 0, 1, 0, 0]);
  });

  it('leaves out what was recorded before its start', async () => {
    expect(await play([sound(-2, 4)], 0, 3)).toEqual([3, 4, 0]);
  });

  it('is everybody at once where several were recorded', async () => {
    expect(await play([sound(0, 4), sound(2, 4)], 0, 6)).toEqual([1, 2, 4, 6, 3, 4]);
  });

  it('is as loud as a sample can be where voices together are louder', async () => {
    const loud: ReadSamples = (_sound, from, to) => block(new Int16Array(to - from).fill(30_000));
    const low: ReadSamples = (_sound, from, to) => block(new Int16Array(to - from).fill(-30_000));
    const both = [sound(0, 2), sound(0, 2)];
    expect(await play(both, 0, 2, loud)).toEqual([32_767, 32_767]);
    expect(await play(both, 0, 2, low)).toEqual([-32_768, -32_768]);
  });

  it('opens only what a range touches, where the range begins, and closes it when nobody listens any more', async () => {
    const opened: number[] = [];
    const closed: number[] = [];
    const sounds = [sound(0, 100_000), sound(100_000, 100_000), sound(200_000, 100_000)];
    for await (const block of mix(sounds, { from: 150_000, to: 190_000 }, counting(opened, closed))) {
      expect(block[0]).toBe((50_000 % 10_000) + 1);
      break;
    }
    expect(opened).toEqual([50_000]);
    expect(closed).toEqual([50_000]);
  });

  it('is the same whatever range it is asked for in', async () => {
    const sounds = [sound(-500, 9_000), sound(8_000, 12_000, 77), sound(25_000, 5_000)];
    const all = await play(sounds, 0, 30_000);
    const position = fc.integer({ min: 0, max: 30_000 });
    await fc.assert(
      fc.asyncProperty(position, position, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(await play(sounds, from, to)).toEqual(all.slice(from, to));
      }),
      { numRuns: 30 },
    );
  });
});

async function* block(samples: Int16Array): AsyncGenerator<Int16Array> {
  await Promise.resolve();
  yield samples;
}
