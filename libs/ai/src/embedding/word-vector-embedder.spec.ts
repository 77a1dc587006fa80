import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failuresOf, runContract } from '#libs/kernel/testing';
import { createEmbedder } from '../embedding.providers.js';
import { Embedder } from '../ports/embedder.js';
import { embedderContract } from '../testing/embedder.contract.js';
import { WordVectorEmbedder } from './word-vector-embedder.js';

const embedder = createEmbedder(null);

runContract(
  embedderContract({ name: 'word vectors', create: () => ({ subject: embedder, dispose: () => undefined }) }),
);

/** Takes only the length of a text for its meaning, and cannot be hurried. */
class BrokenEmbedder extends Embedder {
  override readonly name = 'broken';
  override readonly dimension = 3;
  override embed(texts: readonly string[]): Promise<Float32Array[]> {
    return Promise.resolve(['', ...texts].map((text, index) => Float32Array.of(text.length, 1, index)));
  }
}

async function nearness(a: string, b: string): Promise<number> {
  const [one, other] = await embedder.embed([a, b]);
  return one!.reduce((sum, number, index) => sum + number * other![index]!, 0);
}

describe('the contract of Embedder', () => {
  it('fails, promise by promise, on an embedder that breaks them all', async () => {
    const contract = embedderContract({
      name: 'broken',
      create: () => ({ subject: new BrokenEmbedder(), dispose: () => undefined }),
    });
    expect(await failuresOf(contract)).toEqual(contract.tests.map(({ title }) => title));
  });
});

describe('WordVectorEmbedder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-words-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('does not mind casing, punctuation, possessives and curly quotes', async () => {
    expect(await nearness('Anna’s DOG, barked!', "anna dog's barked")).toBeCloseTo(1, 5);
  });

  it('takes unknown compounds apart and unknown forms back to their stem', async () => {
    expect(await nearness('a piano-umbrella', 'a piano umbrella')).toBeCloseTo(1, 5);
    expect(await nearness('snorkellings', 'snorkelling')).toBeCloseTo(1, 5);
  });

  it('lets rare words count more than common ones', async () => {
    const sentence = 'it is the volcano of all';
    expect(await nearness(sentence, 'volcano')).toBeGreaterThan(await nearness(sentence, 'it is the of all'));
  });

  it('gives the zero vector for words that nobody knows', async () => {
    expect(await nearness('qxzvw', 'dog')).toBe(0);
  });

  it('lets the event loop turn while it works through many texts', async () => {
    await embedder.embed(['loaded']);
    const texts = Array.from(
      { length: 1_000 },
      (_, index) => `We talked about the garden, the roof and invoice ${index}.`,
    );
    let done = false;
    const working = embedder.embed(texts).then(() => (done = true));
    let turns = 0;
    while (!done) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await working;
    expect(turns).toBeGreaterThan(15);
  });

  it('says what to run when the prepared file is missing or not whole', async () => {
    const cutShort = join(folder, 'cut-short.bin');
    await writeFile(cutShort, 'MNEME-WORDS-1\n\0\0\0\0\0\0');
    const missing = new WordVectorEmbedder([join(folder, 'nowhere.bin'), cutShort]);
    await expect(missing.embed(['dog'])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'EMBEDDER_UNAVAILABLE',
      message: expect.stringContaining('npm run build') as string,
    });
  });
});
