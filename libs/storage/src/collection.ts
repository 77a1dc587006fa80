import { canBePathSegment, pathSegment } from './document-path.js';
import { fillPattern, type CollectionDefinition } from './collection-definition.js';
import {
  DocumentStore,
  type DocumentBody,
  type DocumentQuery,
  type DocumentTransaction,
  type DocumentWrite,
  type StoredDocument,
} from './ports/document-store.js';

/** A query without its place, which the owner's id decides. */
export type CollectionQuery = Omit<DocumentQuery, 'collection' | 'group'>;

export interface CollectionPage<T extends DocumentBody> {
  readonly documents: StoredDocument<T>[];
  /** Absent when nothing follows. */
  readonly nextCursor?: string;
}

/** One collection inside a transaction: the same reads and writes, the writes kept back until it ends. */
export interface CollectionTransaction<T extends DocumentBody> {
  get(ownerId: string, id: string): Promise<StoredDocument<T> | null>;
  query(ownerId: string, query?: CollectionQuery): Promise<StoredDocument<T>[]>;
  create(ownerId: string, id: string, body: T): void;
  set(ownerId: string, id: string, body: T): void;
  merge(ownerId: string, id: string, fields: Partial<T>): void;
  update(ownerId: string, id: string, fields: Partial<T>, ifVersion?: string): void;
  delete(ownerId: string, id: string, ifVersion?: string): void;
}

const MAX_PATHS = 500;

/**
 * Typed access to one declared collection of one owner. The owner's id makes the path, so nothing of another owner can be reached;
 * an id that could not be a document's is absent when read, and `invalid` DOCUMENT_PATH_INVALID when written.
 * Every body goes in through `encode` and comes out through `decode`.
 */
export class Collection<T extends DocumentBody> {
  constructor(
    private readonly store: DocumentStore,
    private readonly definition: CollectionDefinition<T>,
    private readonly parents: Readonly<Record<string, string>> = {},
  ) {}

  /** The collection below certain parents, for patterns with more names in braces than `{ownerId}`. */
  in(parents: Readonly<Record<string, string>>): Collection<T> {
    return new Collection(this.store, this.definition, { ...this.parents, ...parents });
  }

  async get(ownerId: string, id: string): Promise<StoredDocument<T> | null> {
    if (!canBePathSegment(id)) return null;
    return this.decode(await this.store.get(this.pathOf(ownerId, id)));
  }

  /** In the order asked for, null where there is none. */
  async getMany(ownerId: string, ids: readonly string[]): Promise<(StoredDocument<T> | null)[]> {
    const known = ids.filter(canBePathSegment);
    const found = new Map<string, StoredDocument<T>>();
    for (let from = 0; from < known.length; from += MAX_PATHS) {
      const paths = known.slice(from, from + MAX_PATHS).map((id) => this.pathOf(ownerId, id));
      for (const stored of await this.store.getMany(paths)) {
        if (stored) found.set(stored.id, this.decode(stored));
      }
    }
    return ids.map((id) => found.get(id) ?? null);
  }

  async query(ownerId: string, query: CollectionQuery = {}): Promise<CollectionPage<T>> {
    const page = await this.store.query({ ...query, collection: this.collectionOf(ownerId) });
    return { ...page, documents: page.documents.map((stored) => this.decode(stored)) };
  }

  async count(ownerId: string, where: DocumentQuery['where'] = []): Promise<number> {
    return this.store.count({ collection: this.collectionOf(ownerId), where });
  }

  /** `conflict` DOCUMENT_EXISTS when there is one already. */
  async create(ownerId: string, id: string, body: T): Promise<void> {
    await this.store.write([this.writeOf('create', ownerId, id, body)]);
  }

  async set(ownerId: string, id: string, body: T): Promise<void> {
    await this.store.write([this.writeOf('set', ownerId, id, body)]);
  }

  /** Replaces the fields given and keeps the others; makes the document when there is none. */
  async merge(ownerId: string, id: string, fields: Partial<T>): Promise<void> {
    await this.store.write([this.writeOf('merge', ownerId, id, fields)]);
  }

  /** As `merge`, but `not_found` DOCUMENT_MISSING when there is none, `conflict` DOCUMENT_CHANGED when it is not at `ifVersion`. */
  async update(ownerId: string, id: string, fields: Partial<T>, ifVersion?: string): Promise<void> {
    await this.store.write([withVersion(this.writeOf('update', ownerId, id, fields), ifVersion)]);
  }

  /** Deleting what is not there is fine, unless a version is demanded. */
  async delete(ownerId: string, id: string, ifVersion?: string): Promise<void> {
    await this.store.write([withVersion({ kind: 'delete', path: this.pathOf(ownerId, id) }, ifVersion)]);
  }

  /** This collection as part of a transaction of the store, which may span several. */
  within(transaction: DocumentTransaction): CollectionTransaction<T> {
    return {
      get: async (ownerId, id) =>
        canBePathSegment(id) ? this.decode(await transaction.get(this.pathOf(ownerId, id))) : null,
      query: async (ownerId, query = {}) => {
        const found = await transaction.query({ ...query, collection: this.collectionOf(ownerId) });
        return found.map((stored) => this.decode(stored));
      },
      create: (ownerId, id, body) => transaction.write(this.writeOf('create', ownerId, id, body)),
      set: (ownerId, id, body) => transaction.write(this.writeOf('set', ownerId, id, body)),
      merge: (ownerId, id, fields) => transaction.write(this.writeOf('merge', ownerId, id, fields)),
      update: (ownerId, id, fields, ifVersion) =>
        transaction.write(withVersion(this.writeOf('update', ownerId, id, fields), ifVersion)),
      delete: (ownerId, id, ifVersion) =>
        transaction.write(withVersion({ kind: 'delete', path: this.pathOf(ownerId, id) }, ifVersion)),
    };
  }

  private collectionOf(ownerId: string): string {
    return fillPattern(this.definition.path, { ...this.parents, ownerId });
  }

  private pathOf(ownerId: string, id: string): string {
    return `${this.collectionOf(ownerId)}/${pathSegment(id)}`;
  }

  private writeOf(
    kind: 'create' | 'set' | 'merge' | 'update',
    ownerId: string,
    id: string,
    body: Partial<T>,
  ): DocumentWrite {
    return { kind, path: this.pathOf(ownerId, id), data: this.encode(body) };
  }

  private encode(body: Partial<T>): DocumentBody {
    return body;
  }

  private decode(stored: StoredDocument): StoredDocument<T>;
  private decode(stored: StoredDocument | null): StoredDocument<T> | null;
  private decode(stored: StoredDocument | null): StoredDocument<T> | null {
    return stored && { ...stored, data: this.definition.upgrade(stored.data) };
  }
}

function withVersion(write: DocumentWrite, ifVersion: string | undefined): DocumentWrite {
  return ifVersion === undefined ? write : ({ ...write, ifVersion } as DocumentWrite);
}
