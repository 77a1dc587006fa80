/** Turns texts into vectors of unit length. `name` changes whenever the vectors would. Errors: `unavailable` EMBEDDER_UNAVAILABLE. */
export abstract class Embedder {
  abstract readonly name: string;
  abstract readonly dimension: number;
  /** Whether a vector tells what a sentence says, and not only which words are in it: then a question is best given as it was asked. */
  get readsSentences(): boolean {
    return false;
  }
  /** One vector per text, in order. A text without known words gives the zero vector, which matches nothing. */
  abstract embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}
