import { AppError } from '#libs/kernel';
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

/** Which top-level fields a reader leaves out: what comes back lacks them, and they cost it nothing to decrypt and unpack. */
export interface LeaveOut<K extends string = never> {
  readonly without?: readonly K[];
}

/** A body without the fields that were left out. */
export type ReadBody<T extends DocumentBody, K extends string> = [K] extends [never] ? T : Omit<T, K>;

/** A query without its place, which the owner's id decides. */
export type CollectionQuery<K extends string = never> = Omit<
  DocumentQuery,
  'collection' | 'group' | 'without'
> &
  LeaveOut<K>;

export interface CollectionPage<T extends DocumentBody> {
  readonly documents: StoredDocument<T>[];
  /** Absent when nothing follows. */
  readonly nextCursor?: string;
}

/** One collection inside a transaction: the same reads and writes, the writes kept back until it ends. */
export interface CollectionTransaction<T extends DocumentBody> {
  get<K extends keyof T & string = never>(
    ownerId: string,
    id: string,
    options?: LeaveOut<K>,
  ): Promise<StoredDocument<ReadBody<T, K>> | null>;
  query(ownerId: string, query?: CollectionQuery): Promise<StoredDocument<T>[]>;
  create(ownerId: string, id: string, body: T): void;
  set(ownerId: string, id: string, body: T): void;
  merge(ownerId: string, id: string, fields: Partial<T>): void;
  update(ownerId: string, id: string, fields: Partial<T>, ifVersion?: string): void;
  delete(ownerId: string, id: string, ifVersion?: string): void;
}

/** A document and whose it is. */
export interface OwnedDocument<T extends DocumentBody> extends StoredDocument<T> {
  readonly ownerId: string;
}

const MAX_PATHS = 500;
const PAGE = 100;

/**
 * Typed access to one declared collection of one owner. The owner's id makes the path, so nothing of another owner can be reached;
 * an id that could not be a document's is absent when read, and `invalid` DOCUMENT_PATH_INVALID when written.
 * What comes out was brought up to date by the definition's `upgrade`; sealed fields are encrypted by the store below.
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

  async get<K extends keyof T & string = never>(
    ownerId: string,
    id: string,
    options?: LeaveOut<K>,
  ): Promise<StoredDocument<ReadBody<T, K>> | null> {
    if (!this.canHold(ownerId, id)) return null;
    return this.decode(await this.store.get(this.pathOf(ownerId, id), options), options);
  }

  /** In the order asked for, null where there is none. */
  async getMany<K extends keyof T & string = never>(
    ownerId: string,
    ids: readonly string[],
    options?: LeaveOut<K>,
  ): Promise<(StoredDocument<ReadBody<T, K>> | null)[]> {
    const known = ids.filter((id) => this.canHold(ownerId, id));
    const found = new Map<string, StoredDocument<ReadBody<T, K>>>();
    for (let from = 0; from < known.length; from += MAX_PATHS) {
      const paths = known.slice(from, from + MAX_PATHS).map((id) => this.pathOf(ownerId, id));
      for (const stored of await this.store.getMany(paths, options)) {
        if (stored) found.set(stored.id, this.decode(stored, options));
      }
    }
    return ids.map((id) => found.get(id) ?? null);
  }

  async query<K extends keyof T & string = never>(
    ownerId: string,
    query: CollectionQuery<K> = {},
  ): Promise<CollectionPage<ReadBody<T, K>>> {
    const page = await this.store.query({ ...query, collection: this.collectionOf(ownerId) });
    return { ...page, documents: page.documents.map((stored) => this.decode(stored, query)) };
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
      get: async (ownerId, id, options) =>
        this.canHold(ownerId, id)
          ? this.decode(await transaction.get(this.pathOf(ownerId, id), options), options)
          : null,
      query: async (ownerId, query = {}) => {
        const found = await transaction.query({ ...query, collection: this.collectionOf(ownerId) });
        return found.map((stored) => this.decode(stored, query));
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

  /** Every document of the owner, read in pages of `query.limit` (100): what is written meanwhile makes nothing come twice or be left out. */
  async *each<K extends keyof T & string = never>(
    ownerId: string,
    query: Omit<CollectionQuery<K>, 'cursor' | 'offset'> = {},
  ): AsyncIterable<StoredDocument<ReadBody<T, K>>> {
    const collection = this.collectionOf(ownerId);
    for await (const stored of this.walk({ ...query, collection })) yield this.decode(stored, query);
  }

  /** Page by page through every owner's documents of this kind. Who asks must not answer a request of one of them. */
  async *ofAllOwners<K extends keyof T & string = never>(
    query: Omit<CollectionQuery<K>, 'cursor' | 'offset'> = {},
  ): AsyncIterable<OwnedDocument<ReadBody<T, K>>> {
    const { path } = this.definition;
    const collection = path.slice(path.lastIndexOf('/') + 1);
    const ownerAt = path.split('/').indexOf('{ownerId}');
    for await (const stored of this.walk({ ...query, collection, group: true })) {
      yield { ...this.decode(stored, query), ownerId: stored.path.split('/')[ownerAt]! };
    }
  }

  private async *walk(query: DocumentQuery): AsyncIterable<StoredDocument> {
    let cursor: string | undefined;
    do {
      const page = await this.store.query({
        limit: PAGE,
        ...query,
        ...(cursor === undefined ? {} : { cursor }),
      });
      yield* page.documents;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** An id that could not be a document's, or not this owner's, is absent. */
  private canHold(ownerId: string, id: string): boolean {
    return canBePathSegment(id) && (!this.definition.ownerIsId || id === ownerId);
  }

  private collectionOf(ownerId: string): string {
    if (this.definition.ownerIsId) return this.definition.path;
    return fillPattern(this.definition.path, { ...this.parents, ownerId });
  }

  private pathOf(ownerId: string, id: string): string {
    if (this.definition.ownerIsId && id !== ownerId) throw notOwnId(this.definition.path);
    return `${this.collectionOf(ownerId)}/${pathSegment(id)}`;
  }

  private writeOf(
    kind: 'create' | 'set' | 'merge' | 'update',
    ownerId: string,
    id: string,
    body: Partial<T>,
  ): DocumentWrite {
    return { kind, path: this.pathOf(ownerId, id), data: body };
  }

  private decode<K extends string>(
    stored: StoredDocument,
    options?: LeaveOut<K>,
  ): StoredDocument<ReadBody<T, K>>;
  private decode<K extends string>(
    stored: StoredDocument | null,
    options?: LeaveOut<K>,
  ): StoredDocument<ReadBody<T, K>> | null;
  private decode<K extends string>(
    stored: StoredDocument | null,
    { without = [] }: LeaveOut<K> = {},
  ): StoredDocument<ReadBody<T, K>> | null {
    if (!stored) return null;
    const data = this.definition.upgrade(stored.data, stored.id) as Record<string, unknown>;
    // What was not read may have been taken for missing and filled in.
    for (const name of without) delete data[name];
    return { ...stored, data: data as ReadBody<T, K> };
  }
}

function notOwnId(path: string): AppError {
  return new AppError('bug', 'COLLECTION_NOT_OWN_ID', "In this collection a document's id is its owner's.", {
    path,
  });
}

function withVersion(write: DocumentWrite, ifVersion: string | undefined): DocumentWrite {
  return ifVersion === undefined ? write : ({ ...write, ifVersion } as DocumentWrite);
}
