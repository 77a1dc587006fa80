import { AppError } from '#libs/kernel';
import { parseDocumentPath } from './document-path.js';
import type {
  DocumentBody,
  DocumentPage,
  DocumentQuery,
  DocumentTransaction,
  DocumentWrite,
  ReadOptions,
  StoredDocument,
} from './ports/document-store.js';

/** What a transaction reads from: the store itself. */
export interface TransactionReader {
  get<T extends DocumentBody>(path: string, options?: ReadOptions): Promise<StoredDocument<T> | null>;
  query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>>;
}

/** Notes what was read, keeps back what is to be written. The store compares and writes at commit. */
export class OptimisticTransaction implements DocumentTransaction {
  /** Version by path as first read; null for what was not there. */
  readonly reads = new Map<string, string | null>();
  readonly queries: { readonly query: DocumentQuery; readonly found: string }[] = [];
  readonly writes: DocumentWrite[] = [];

  constructor(private readonly reader: TransactionReader) {}

  /** Which documents, in which order and version, as one text to compare. */
  static mark(documents: readonly { path: string; version: string }[]): string {
    return documents.map(({ path, version }) => `${path}@${version}`).join('\n');
  }

  /** The documents and collections it read, in order. */
  get places(): string[] {
    return [...new Set([...this.reads.keys(), ...this.queries.map(({ query }) => query.collection)])].sort();
  }

  async get<T extends DocumentBody>(path: string, options?: ReadOptions): Promise<StoredDocument<T> | null> {
    this.refuseReadAfterWrite();
    const document = await this.reader.get<T>(path, options);
    if (!this.reads.has(path)) this.reads.set(path, document?.version ?? null);
    return document;
  }

  async query<T extends DocumentBody>(query: DocumentQuery): Promise<StoredDocument<T>[]> {
    this.refuseReadAfterWrite();
    const { documents } = await this.reader.query<T>(query);
    this.queries.push({ query, found: OptimisticTransaction.mark(documents) });
    return documents;
  }

  write(write: DocumentWrite): void {
    parseDocumentPath(write.path);
    this.writes.push(write);
  }

  /** A read would not see the writes kept back, on Firestore as here. */
  private refuseReadAfterWrite(): void {
    if (this.writes.length > 0) throw readAfterWrite();
  }
}

export function readAfterWrite(): AppError {
  return new AppError(
    'bug',
    'TRANSACTION_READ_AFTER_WRITE',
    'A transaction reads everything before it writes.',
  );
}
