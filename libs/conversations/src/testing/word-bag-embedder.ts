import { Embedder } from '#libs/ai';

const DIMENSION = 64;

/** Texts that share words lie near each other; enough to see that vectors are written, found and deleted. */
export class WordBagEmbedder extends Embedder {
  override readonly name = 'word-bag';
  override readonly dimension = DIMENSION;

  override embed(texts: readonly string[]): Promise<Float32Array[]> {
    return Promise.resolve(texts.map(vectorOf));
  }
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 65_521;
    vector[hash % DIMENSION]! += 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
