import { checkReadable } from '../collection-definition.js';
import {
  DocumentStore,
  type DocumentBody,
  type DocumentPage,
  type DocumentQuery,
  type DocumentTransaction,
  type DocumentWrite,
  type ReadOptions,
  type StoredDocument,
} from '../ports/document-store.js';
import { readAfterWrite } from '../optimistic-transaction.js';
import type { DocumentSealer } from './document-sealer.js';
import { LEVEL_FIELD, levelOf, type ProtectionLevel, type ProtectionLevels } from './protection-levels.js';
import type { DeclaredPlace, SealedCollections } from './sealed-collections.js';

type BodyWrite = Exclude<DocumentWrite, { kind: 'delete' }>;
/** Levels of documents that a transaction has read; null for those that are not there. */
type ReadLevels = Map<string, ProtectionLevel | null>;

/**
 * The same store, seen in the open: fields that a collection declares as sealed are encrypted on the way in and decrypted on the way out.
 * What is left out of a read is neither decrypted nor unpacked. A document keeps the level it has; a new one gets the level in its body, else its owner's. Beside the errors of `DocumentStore`:
 * `unavailable` DATA_UNDECRYPTABLE, `bug` COLLECTION_UNDECLARED, COLLECTION_FIELD_SEALED.
 */
export class SealedDocumentStore extends DocumentStore {
  constructor(
    private readonly inner: DocumentStore,
    private readonly collections: SealedCollections,
    private readonly sealer: DocumentSealer,
    private readonly levels: ProtectionLevels,
  ) {
    super();
  }

  override async get<T extends DocumentBody>(
    path: string,
    options?: ReadOptions,
  ): Promise<StoredDocument<T> | null> {
    const stored = await this.inner.get(path, withLevel(options));
    return stored && this.sealer.open<T>(stored);
  }

  override async getMany<T extends DocumentBody>(
    paths: readonly string[],
    options?: ReadOptions,
  ): Promise<(StoredDocument<T> | null)[]> {
    const found = await this.inner.getMany(paths, withLevel(options));
    return Promise.all(found.map(async (stored) => stored && this.sealer.open<T>(stored)));
  }

  override async query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>> {
    this.checkQuery(query);
    const page = await this.inner.query(withLevel(query));
    return { ...page, documents: await this.openAll<T>(page.documents) };
  }

  override async count(query: Parameters<DocumentStore['count']>[0]): Promise<number> {
    this.checkQuery(query);
    return this.inner.count(query);
  }

  /** Writes of some fields have to know the level of the document they go into, which takes a transaction. */
  override async write(writes: readonly DocumentWrite[]): Promise<void> {
    if (writes.some((write) => this.needsLevel(write))) {
      await this.transaction(async (transaction) => writes.forEach((write) => transaction.write(write)));
    } else {
      await this.inner.write(await this.sealAll(writes, async () => null));
    }
  }

  override async transaction<T>(work: (transaction: DocumentTransaction) => Promise<T>): Promise<T> {
    return this.inner.transaction(async (transaction) => {
      const read: ReadLevels = new Map();
      const writes: DocumentWrite[] = [];
      const result = await work(this.openTransaction(transaction, read, writes));
      const levelAt = async (path: string) => {
        const known = read.get(path);
        return known === undefined ? levelOrNull(await transaction.get(path)) : known;
      };
      for (const write of await this.sealAll(writes, levelAt)) transaction.write(write);
      return result;
    });
  }

  override deleteTree(path: string): Promise<number> {
    return this.inner.deleteTree(path);
  }

  override async *tree(path?: string): AsyncIterable<StoredDocument> {
    for await (const stored of this.inner.tree(path)) yield await this.sealer.open(stored);
  }

  private openTransaction(
    transaction: DocumentTransaction,
    read: ReadLevels,
    writes: DocumentWrite[],
  ): DocumentTransaction {
    return {
      get: async <T extends DocumentBody>(path: string, options?: ReadOptions) => {
        if (writes.length > 0) throw readAfterWrite();
        const stored = await transaction.get(path, withLevel(options));
        read.set(path, levelOrNull(stored));
        return stored && this.sealer.open<T>(stored);
      },
      query: async <T extends DocumentBody>(query: DocumentQuery) => {
        if (writes.length > 0) throw readAfterWrite();
        this.checkQuery(query);
        const found = await transaction.query(withLevel(query));
        for (const stored of found) read.set(stored.path, levelOf(stored.data));
        return this.openAll<T>(found);
      },
      write: (write) => void writes.push(write),
    };
  }

  private openAll<T extends DocumentBody>(
    documents: readonly StoredDocument[],
  ): Promise<StoredDocument<T>[]> {
    return Promise.all(documents.map((stored) => this.sealer.open<T>(stored)));
  }

  private needsLevel(write: DocumentWrite): boolean {
    return (write.kind === 'merge' || write.kind === 'update') && this.sealer.placeOf(write.path) !== null;
  }

  private sealAll(
    writes: readonly DocumentWrite[],
    levelAt: (path: string) => Promise<ProtectionLevel | null>,
  ): Promise<DocumentWrite[]> {
    return Promise.all(
      writes.map(async (write) => {
        const place = write.kind === 'delete' ? null : this.sealer.placeOf(write.path);
        return place ? this.seal(place, write as BodyWrite, levelAt) : write;
      }),
    );
  }

  private async seal(
    place: DeclaredPlace,
    write: BodyWrite,
    levelAt: (path: string) => Promise<ProtectionLevel | null>,
  ): Promise<DocumentWrite> {
    const isWhole = write.kind === 'create' || write.kind === 'set';
    const kept = isWhole ? stampOf(write.data) : await levelAt(write.path);
    const level = kept ?? (await this.levels.of(place.ownerId));
    const isNew = isWhole || kept === null;
    const data = isNew
      ? await this.sealer.sealBody(place, write.data, level)
      : { ...(await this.sealer.sealFields(place, write.data, level)), ...restamped(write.data, level) };
    return { ...write, data };
  }

  private checkQuery({ collection, group, where, orderBy }: DocumentQuery): void {
    const compared = [...(where ?? []), ...(orderBy ?? [])];
    if (compared.length === 0) return;
    const definitions = this.collections.definitionsOf(collection, group ?? false);
    for (const { sealed } of definitions) {
      for (const { field } of compared) checkReadable(field, sealed);
    }
  }
}

/** A document cannot be opened, nor changed later, by who does not know its level. */
function withLevel<O extends ReadOptions>(options: O): O;
function withLevel(options: ReadOptions | undefined): ReadOptions | undefined;
function withLevel(options: ReadOptions | undefined): ReadOptions | undefined {
  if (!options?.without?.includes(LEVEL_FIELD)) return options;
  return { ...options, without: options.without.filter((name) => name !== LEVEL_FIELD) };
}

function levelOrNull(stored: StoredDocument | null): ProtectionLevel | null {
  return stored && levelOf(stored.data);
}

/** The level that a body asks for, because it was read with it; null when it says nothing. */
function stampOf(data: DocumentBody): ProtectionLevel | null {
  return (data as Record<string, unknown>)[LEVEL_FIELD] ? levelOf(data) : null;
}

/** Some fields of a document cannot change its level, whatever they say. */
function restamped(data: DocumentBody, level: ProtectionLevel): DocumentBody {
  return LEVEL_FIELD in data ? { [LEVEL_FIELD]: level } : {};
}
