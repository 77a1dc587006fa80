/** A text to be found by its words. Ids are unique per collection. */
export interface KeywordDocument {
  readonly id: string;
  readonly ownerId: string;
  /** Searched, with weight `FIELD_WEIGHTS`. */
  readonly title: string;
  readonly body: string;
  /** Words of the neighbourhood (the turns before and after): found, but counting less. */
  readonly context?: string;
  /** Epoch milliseconds, for the range filter. */
  readonly timeMs: number;
  /** Kept and given back, not searched. */
  readonly metadata: Readonly<Record<string, string | number | boolean | string[]>>;
}

/** How much a word in each field counts; `context` as measured on LoCoMo with neighbouring turns. */
export const FIELD_WEIGHTS = { title: 2, body: 1, context: 0.35 } as const;

export interface KeywordQuery {
  readonly collection: string;
  readonly ownerId: string;
  /** As a person typed it; never query syntax. More and rarer words score higher. */
  readonly text: string;
  /** Words of the text, in lower case, that are not looked for. They still tell its language. */
  readonly skip?: ReadonlySet<string>;
  /** Whether a document must have all of the words or any of them, which is how it is unless told. */
  readonly match?: 'any' | 'all';
  readonly limit: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface KeywordMatch {
  readonly id: string;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  readonly metadata: KeywordDocument['metadata'];
}

/**
 * Search by words, BM25 or near it: the best first, equally good ones by id. A word is what `termsOf` says it is, in every language. Errors: `invalid` KEYWORD_QUERY_INVALID; `unavailable` STORAGE_UNAVAILABLE.
 */
export abstract class KeywordIndex {
  /** False when this installation has no search by words: then nothing is kept or found here, and whoever searches says so. */
  get available(): boolean {
    return true;
  }

  abstract upsert(collection: string, documents: readonly KeywordDocument[]): Promise<void>;
  abstract search(query: KeywordQuery): Promise<KeywordMatch[]>;
  abstract delete(collection: string, ownerId: string, ids: readonly string[]): Promise<void>;
  /** Every document of the owner whose id begins with `prefix`; the empty prefix means all. Answers how many went. */
  abstract deleteByPrefix(collection: string, ownerId: string, prefix: string): Promise<number>;
  /** How many documents `deleteByPrefix` would find: what proves that a deletion left nothing. */
  abstract countByPrefix(collection: string, ownerId: string, prefix: string): Promise<number>;
  /** The collections that hold anything, in order. */
  abstract collections(): Promise<string[]>;
}
