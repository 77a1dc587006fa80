/** First bytes of the file, and its version: written by scripts/prepare-models.mjs, which describes the layout. */
const LAYOUT = 'MNEME-WORDS-1\n';
const HEAD_BYTES = 32;

/** Vectors of words, used as they lie in the file: no object per word, nothing to parse. About 18 MB outside the JavaScript heap. */
export class WordVectors {
  readonly dimension: number;
  private readonly starts: Uint32Array;
  private readonly ranks: Uint32Array;
  private readonly scales: Float32Array;
  private readonly numbers: Int8Array;
  private readonly words: Buffer;

  /** Throws when the bytes are not of this layout. */
  constructor(file: ArrayBuffer) {
    const bytes = Buffer.from(file);
    if (bytes.toString('latin1', 0, LAYOUT.length) !== LAYOUT) throw new Error('not a file of word vectors');
    const [count = 0, dimension = 0, wordBytes = 0] = new Uint32Array(file, 16, 3);
    let at = HEAD_BYTES;
    const section = (length: number) => {
      at += length;
      return at - length;
    };
    this.dimension = dimension;
    this.starts = new Uint32Array(file, section(4 * (count + 1)), count + 1);
    this.ranks = new Uint32Array(file, section(4 * count), count);
    this.scales = new Float32Array(file, section(4 * count), count);
    this.numbers = new Int8Array(file, section(count * dimension), count * dimension);
    this.words = bytes.subarray(section(wordBytes), at);
    if (this.words.length !== wordBytes) throw new Error('the file of word vectors is cut short');
  }

  get count(): number {
    return this.ranks.length;
  }

  /** The number of a word, or undefined. Exact: casing and accents count. */
  find(word: string): number | undefined {
    const wanted = Buffer.from(word);
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.words.compare(
        wanted,
        0,
        wanted.length,
        this.starts[middle],
        this.starts[middle + 1],
      );
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** 0 for the most frequent word. */
  rank(word: number): number {
    return this.ranks[word]!;
  }

  /** Adds the word's vector times `weight` to `sum`. */
  addTo(sum: Float64Array, word: number, weight: number): void {
    const factor = this.scales[word]! * weight;
    const first = word * this.dimension;
    for (let index = 0; index < this.dimension; index += 1) {
      sum[index]! += this.numbers[first + index]! * factor;
    }
  }
}
