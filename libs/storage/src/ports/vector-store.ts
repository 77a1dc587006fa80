/** One vector. Ids are unique per namespace; `ownerId` is part of every read. */
export interface VectorRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly values: Float32Array;
  /** Flat values only, as Pinecone wants it. Epoch seconds for times. */
  readonly metadata: Readonly<Record<string, string | number | boolean | string[]>>;
}

export interface VectorQuery {
  readonly namespace: string;
  readonly ownerId: string;
  readonly values: Float32Array;
  /** What made the values. Vectors of another model are refused, as in writing; left out: not checked. */
  readonly model?: { readonly name: string; readonly dimension: number };
  /** 1 to 1,000. */
  readonly limit: number;
  /** All must hold. Ranges are of numbers; a list in the metadata matches when any of its elements does. */
  readonly filter?: readonly {
    readonly field: string;
    readonly op: '==' | '>=' | '<=' | 'in';
    readonly value: unknown;
  }[];
}

export interface VectorMatch {
  readonly id: string;
  /** Cosine similarity, -1 to 1, higher is nearer. */
  readonly score: number;
  readonly metadata: VectorRecord['metadata'];
}

/**
 * Nearest neighbours by cosine, per namespace and owner. A namespace holds vectors of one model and dimension, fixed by the first write:
 * another is refused with `conflict` VECTOR_MODEL_MISMATCH (re-embed to change it; an empty namespace may change). A store may have one
 * dimension for all namespaces, and refuses another in the same way. Nothing ever matches across owners; equally near ones come by id.
 * Other errors: `invalid` VECTOR_INVALID (length, not finite, limit); `unavailable` STORAGE_UNAVAILABLE.
 */
export abstract class VectorStore {
  abstract upsert(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): Promise<void>;
  abstract query(query: VectorQuery): Promise<VectorMatch[]>;
  abstract delete(namespace: string, ownerId: string, ids: readonly string[]): Promise<void>;
  /** Every vector of the owner whose id begins with `prefix`; the empty prefix means all. Answers how many went. */
  abstract deleteByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number>;
  /** How many vectors `deleteByPrefix` would find: what proves that a deletion left nothing. */
  abstract countByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number>;
  abstract count(namespace: string, ownerId: string): Promise<number>;
  /** The namespaces that hold anything, in order. */
  abstract namespaces(): Promise<string[]>;
}
