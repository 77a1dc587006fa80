import { inflateSync } from 'node:zlib';

/**
 * Where any of the words stands in some bytes, as `place: word`: as UTF-8 in any case, and as hexadecimal digits (so the embedded store
 * spells bytes). Audio is not listened to.
 */
export function wordsIn(place: string, content: Uint8Array, words: readonly string[]): string[] {
  const text = Buffer.from(content).toString('latin1').toLowerCase();
  return words
    .filter((word) => spellings(word).some((spelling) => text.includes(spelling)))
    .map((word) => `${place}: ${word}`);
}

/** Everything that a value says, with the names of its fields; what was compressed, decompressed too. */
export function spelledOut(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.concat([value, decompressed(value)]);
  if (typeof value !== 'object' || value === null) return Buffer.from(`${String(value)}\n`);
  return Buffer.concat(
    Object.entries(value).flatMap(([name, inner]) => [Buffer.from(`${name}: `), spelledOut(inner)]),
  );
}

function spellings(word: string): string[] {
  const bytes = Buffer.from(word.toLowerCase());
  return [bytes.toString('latin1'), bytes.toString('hex')];
}

function decompressed(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes);
  } catch {
    return new Uint8Array();
  }
}
