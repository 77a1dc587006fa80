import { AppError, toAppError, type ErrorKind } from '#libs/kernel';
import type { KeywordDocument, KeywordMatch, KeywordQuery } from '../../ports/keyword-index.js';
import type { VectorMatch, VectorQuery, VectorRecord } from '../../ports/vector-store.js';

/** What the search thread can be asked to do. */
export interface SearchOperations {
  upsertVectors(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): void;
  queryVectors(query: VectorQuery): VectorMatch[];
  deleteVectors(namespace: string, ownerId: string, ids: readonly string[]): void;
  deleteVectorsByPrefix(namespace: string, ownerId: string, prefix: string): number;
  countVectors(namespace: string, ownerId: string, prefix: string): number;
  namespaces(): string[];
  upsertKeywords(collection: string, documents: readonly KeywordDocument[]): void;
  searchKeywords(query: KeywordQuery): KeywordMatch[];
  deleteKeywords(collection: string, ownerId: string, ids: readonly string[]): void;
  deleteKeywordsByPrefix(collection: string, ownerId: string, prefix: string): number;
  countKeywords(collection: string, ownerId: string, prefix: string): number;
  collections(): string[];
  /** Moves what was deleted out of the write-ahead log too. */
  checkpoint(): void;
  /** Brings the file and what is stored in it to the newest version; harmless when they are. */
  renew(): void;
  ping(): void;
}

export type SearchOperation = keyof SearchOperations;

export interface SearchRequest {
  readonly id: number;
  readonly operation: SearchOperation;
  readonly args: readonly unknown[];
}

/** Whose turn a request takes. What belongs to no one takes turns as one owner of its own. */
export const OWNER_OF: {
  readonly [Name in SearchOperation]: (...args: Parameters<SearchOperations[Name]>) => string;
} = {
  upsertVectors: (_namespace, _model, records) => records[0]?.ownerId ?? '',
  queryVectors: ({ ownerId }) => ownerId,
  deleteVectors: (_namespace, ownerId) => ownerId,
  deleteVectorsByPrefix: (_namespace, ownerId) => ownerId,
  countVectors: (_namespace, ownerId) => ownerId,
  namespaces: () => '',
  upsertKeywords: (_collection, documents) => documents[0]?.ownerId ?? '',
  searchKeywords: ({ ownerId }) => ownerId,
  deleteKeywords: (_collection, ownerId) => ownerId,
  deleteKeywordsByPrefix: (_collection, ownerId) => ownerId,
  countKeywords: (_collection, ownerId) => ownerId,
  collections: () => '',
  checkpoint: () => '',
  renew: () => '',
  ping: () => '',
};

/** Sent instead of a request: finish what came before, close the database, end. */
export const STOP = 'stop';

/** An error as it crosses the threads, which would otherwise make it a plain one. */
export interface SearchFailure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type SearchReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: SearchFailure };

export function packFailure(thrown: unknown): SearchFailure {
  const { kind, code, message, details } = toAppError(thrown);
  return { kind, code, message, details };
}

export function unpackFailure({ kind, code, message, details }: SearchFailure): AppError {
  return new AppError(kind, code, message, details);
}
