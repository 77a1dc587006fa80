import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decode from 'audio-decode';
import { afterAll, describe, expect, it } from 'vitest';
import { createSpeakerEmbedder, ModelStore } from '#libs/ai';
import { skipNotice, testDataFolder } from '../support/test-data.js';

const folder = testDataFolder('audio');
if (!folder) skipNotice('the quality of telling voices apart');

/** Of each reader, this many utterances. */
const UTTERANCES = 10;
const RATE = 16_000;
const MAX_SECONDS = 10;

interface Spoken {
  readonly reader: string;
  readonly file: string;
  readonly vector: Float32Array;
}

/** Thresholds were chosen on the readers 1688 and 1998; these are the others. */
const READERS = ['367', '3005'];

describe.skipIf(!folder)('telling voices apart with the model that is installed', () => {
  const embedder = createSpeakerEmbedder(
    new ModelStore({
      modelsDir: process.env.MNEME_MODELS_DIR ?? null,
      downloadDir: join(tmpdir(), 'no-models'),
    }),
  );
  afterAll(() => embedder.close());

  it(
    'takes no reader for another, and knows most utterances of the same one',
    { timeout: 120_000 },
    async () => {
      const { maxDistance } = (await embedder.model())!.thresholds;
      const spoken: Spoken[] = [];
      const begunMs = performance.now();
      let seconds = 0;
      for (const { reader, path } of await recordings()) {
        const samples = await soundOf(path);
        if (samples.length < 5 * RATE) continue;
        seconds += samples.length / RATE;
        spoken.push({ reader, file: path, vector: (await embedder.embed(samples))! });
      }
      const costMs = (performance.now() - begunMs) / seconds;
      const pairs = spoken.flatMap((a, index) => spoken.slice(index + 1).map((b) => ({ a, b })));
      const near = ({ a, b }: { a: Spoken; b: Spoken }) => distanceOf(a.vector, b.vector) < maxDistance;
      const same = pairs.filter(({ a, b }) => a.reader === b.reader);
      const different = pairs.filter(({ a, b }) => a.reader !== b.reader);
      const found = same.filter(near).length / same.length;
      const mistaken = different.filter(near).length / different.length;
      process.stdout.write(
        `${(await embedder.model())!.name}: ${same.length} pairs of one reader, ${(found * 100).toFixed(0)} % found; ` +
          `${different.length} of two, ${(mistaken * 100).toFixed(1)} % mistaken; ${costMs.toFixed(0)} ms a second of sound\n`,
      );
      expect(same.length).toBeGreaterThan(15);
      expect(different.length).toBeGreaterThan(15);
      expect(mistaken).toBe(0);
      expect(found).toBeGreaterThan(0.5);
    },
  );
});

async function recordings(): Promise<{ reader: string; path: string }[]> {
  const found: { reader: string; path: string }[] = [];
  for (const place of ['speakers/367', 'librispeech-test-other']) {
    const names = (await readdir(join(folder!, place))).filter((name) => name.endsWith('.flac')).sort();
    for (const reader of READERS) {
      const own = names.filter((name) => name.startsWith(`${reader}-`)).slice(0, UTTERANCES);
      found.push(...own.map((name) => ({ reader, path: join(folder!, place, name) })));
    }
  }
  return found;
}

async function soundOf(path: string): Promise<Int16Array> {
  const { channelData } = await decode(await readFile(path));
  return Int16Array.from(channelData[0]!.subarray(0, MAX_SECONDS * RATE), (value) => value * 32_767);
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  return 1 - a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
