/** Turns texts into vectors of unit length. `name` changes whenever the vectors would. Errors: `unavailable` EMBEDDER_UNAVAILABLE. */
export abstract class Embedder {
  abstract readonly name: string;
  abstract readonly dimension: number;
  /** One vector per text, in order. A text without known words gives the zero vector, which matches nothing. */
  abstract embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}
