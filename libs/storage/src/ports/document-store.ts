/** What a document may hold: JSON, dates and bytes. Undefined properties are dropped on write. */
export type DocumentValue =
  null | boolean | number | string | Date | Uint8Array | DocumentValue[] | { [key: string]: DocumentValue };
export type DocumentBody = object;

/** A document as it was read. `version` is opaque and changes with every write that changes the document; one that changes nothing may keep it. */
export interface StoredDocument<T extends DocumentBody = DocumentBody> {
  readonly path: string;
  readonly id: string;
  readonly data: T;
  readonly version: string;
}

export type FilterOperator = '==' | '<' | '<=' | '>' | '>=' | 'in' | 'array-contains';
export interface DocumentFilter {
  /** Dotted path into the body, e.g. `structured.category`. */
  readonly field: string;
  readonly op: FilterOperator;
  /** For `in`: at most 30 values. For `array-contains`: not null. */
  readonly value: unknown;
}

/** How much of each document a reader wants. */
export interface ReadOptions {
  /** Top-level fields that are left out, e.g. a long list that costs more to read than all the rest. Their order and filters still hold. */
  readonly without?: readonly string[];
}

/** Documents of one collection (`users/u/conversations`), or of all collections of that name with `group`. */
export interface DocumentQuery extends ReadOptions {
  readonly collection: string;
  readonly group?: boolean;
  readonly where?: readonly DocumentFilter[];
  /** Documents without the field are left out. Ties and an absent order go by document path, ascending. */
  readonly orderBy?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit?: number;
  /** Counts from the first page; a page behind a cursor skips nothing more. */
  readonly offset?: number;
  /** `nextCursor` of the page before; only good with the same query. */
  readonly cursor?: string;
}

export interface DocumentPage<T extends DocumentBody> {
  readonly documents: StoredDocument<T>[];
  /** Absent when nothing follows. */
  readonly nextCursor?: string;
}

export type DocumentWrite =
  | { readonly kind: 'create' | 'set'; readonly path: string; readonly data: DocumentBody }
  | { readonly kind: 'merge'; readonly path: string; readonly data: DocumentBody }
  | {
      readonly kind: 'update';
      readonly path: string;
      readonly data: DocumentBody;
      readonly ifVersion?: string;
    }
  | { readonly kind: 'delete'; readonly path: string; readonly ifVersion?: string };

/** Reads are recorded, writes are kept back until the function returns; nothing is locked in between. Read before you write. */
export interface DocumentTransaction {
  get<T extends DocumentBody>(path: string, options?: ReadOptions): Promise<StoredDocument<T> | null>;
  query<T extends DocumentBody>(query: DocumentQuery): Promise<StoredDocument<T>[]>;
  write(write: DocumentWrite): void;
}

/** Fields of one collection that queries filter or order by together; SQLite makes expression indexes of it, Firestore composite ones. */
export interface IndexDeclaration {
  /** Last name of the collection's path. */
  readonly collection: string;
  readonly fields: readonly {
    readonly field: string;
    readonly direction?: 'asc' | 'desc';
    /** A list that `array-contains` looks into. */
    readonly contains?: true;
  }[];
  readonly group?: boolean;
}

/**
 * The one store under all repositories, with Firestore's semantics because those are the stricter ones.
 *
 * A path alternates collection and id (`users/{uid}/conversations/{id}`). Reads see every write that was answered before. Values compare
 * as null < booleans < numbers < dates < strings < bytes; a comparison matches values of its own type only.
 *
 * Errors: `invalid` DOCUMENT_PATH_INVALID, DOCUMENT_BODY_INVALID, DOCUMENT_BATCH_TOO_LARGE, DOCUMENT_QUERY_INVALID,
 * DOCUMENT_CURSOR_INVALID; `conflict` DOCUMENT_EXISTS (create),
 * DOCUMENT_CHANGED (ifVersion, or a transaction that lost five times); `not_found` DOCUMENT_MISSING (update);
 * `unavailable` STORAGE_FULL, STORAGE_CORRUPT, STORAGE_UNAVAILABLE.
 */
export abstract class DocumentStore {
  abstract get<T extends DocumentBody>(
    path: string,
    options?: ReadOptions,
  ): Promise<StoredDocument<T> | null>;
  /** In the order asked for, null where there is none. At most 500 paths. */
  abstract getMany<T extends DocumentBody>(
    paths: readonly string[],
    options?: ReadOptions,
  ): Promise<(StoredDocument<T> | null)[]>;
  abstract query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>>;
  abstract count(
    query: Omit<DocumentQuery, 'limit' | 'offset' | 'cursor' | 'orderBy' | 'without'>,
  ): Promise<number>;
  /** All or nothing, at most 500 writes. `merge` replaces whole top-level fields and creates; `update` does so and demands existence. */
  abstract write(writes: readonly DocumentWrite[]): Promise<void>;
  /** Runs `work` again, up to five times, when something it read was changed before its commit. `work` must have no other effects. */
  abstract transaction<T>(work: (transaction: DocumentTransaction) => Promise<T>): Promise<T>;
  /** Deletes the document at `path` and everything below it; answers how many documents went. */
  abstract deleteTree(path: string): Promise<number>;
  /**
   * Every document at `path` and below it, or all there are without one; a document comes before what lies below it. No snapshot: what is
   * written meanwhile may be seen or not, everything else is seen once. For export, moving and verifying, not for answering requests.
   */
  abstract tree(path?: string): AsyncIterable<StoredDocument>;
}
