import {
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
  type Transaction,
} from 'firebase-admin/firestore';
import type {
  DocumentBody,
  DocumentPage,
  DocumentQuery,
  ReadOptions,
  StoredDocument,
} from '../../ports/document-store.js';
import { toStoredDocument } from './document-decoder.js';
import type { FirestoreCalls } from './firestore-calls.js';
import { encodeFirestoreCursor } from './firestore-cursor.js';
import { checkLimit, fieldPath, orderOf, orderedQuery } from './firestore-query.js';
import type { FirestoreUsage } from './firestore-usage.js';
import type { IndexCoverage } from './index-coverage.js';

export interface FirestoreReadsOptions {
  readonly firestore: Firestore;
  readonly calls: FirestoreCalls;
  readonly usage: FirestoreUsage;
  readonly coverage: IndexCoverage;
  /** Refuses queries that the real service would refuse for want of an index. */
  readonly demandsIndexes: boolean;
}

/** How many index entries one counted read covers: https://firebase.google.com/docs/firestore/pricing#aggregation_queries */
const COUNTED_PER_READ = 1_000;

/** Reads of documents and queries, retried, counted and decoded. */
export class FirestoreReads {
  constructor(private readonly options: FirestoreReadsOptions) {}

  /** In the order asked for; a path that is asked for twice is read once. */
  async getMany<T extends DocumentBody>(
    paths: readonly string[],
    options?: ReadOptions,
  ): Promise<(StoredDocument<T> | null)[]> {
    const distinct = [...new Set(paths)];
    if (distinct.length === 0) return [];
    const { firestore, calls, usage } = this.options;
    const refs = distinct.map((path) => firestore.doc(path));
    const snapshots = await calls.run('read', () => firestore.getAll(...refs));
    usage.read(snapshots.length);
    const found = new Map<string, StoredDocument<T> | null>();
    for (const snapshot of snapshots)
      found.set(snapshot.ref.path, await toStoredDocument<T>(snapshot, options));
    return paths.map((path) => found.get(path) ?? null);
  }

  async query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>> {
    checkLimit(query);
    const { limit } = query;
    // One document more than asked for tells whether anything follows.
    const snapshots = await this.snapshotsOf(query, limit === undefined ? undefined : limit + 1);
    const page = snapshots.slice(0, limit);
    const documents = await Promise.all(page.map((snapshot) => toStoredDocument<T>(snapshot, query)));
    if (page.length === snapshots.length) return { documents: documents as StoredDocument<T>[] };
    const last = page.at(-1)!;
    const values = orderOf(query).map(({ field }) => last.get(fieldPath(field)) as unknown);
    return {
      documents: documents as StoredDocument<T>[],
      nextCursor: encodeFirestoreCursor(query, { values, path: last.ref.path }),
    };
  }

  async count(query: Pick<DocumentQuery, 'collection' | 'group' | 'where'>): Promise<number> {
    const { calls, coverage, usage } = this.options;
    const counted = this.ordered({ ...query, orderBy: coverage.countingOrder(query) });
    if (!counted) return 0;
    const snapshot = await calls.run('query', () => counted.count().get());
    const { count } = snapshot.data();
    usage.read(Math.max(1, Math.ceil(count / COUNTED_PER_READ)));
    return count;
  }

  /** Which documents a query finds and in which version, read under the lock of a native transaction. */
  async found(query: DocumentQuery, transaction: Transaction): Promise<QueryDocumentSnapshot[]> {
    const ordered = this.ordered(query)?.select();
    if (!ordered) return [];
    const { docs } = await transaction.get(query.limit === undefined ? ordered : ordered.limit(query.limit));
    this.options.usage.read(Math.max(1, docs.length));
    return inPortOrder(query, docs);
  }

  /** The documents as they are now, under the lock of a native transaction; without their bodies. */
  async versions(paths: readonly string[], transaction: Transaction): Promise<DocumentSnapshot[]> {
    if (paths.length === 0) return [];
    const refs = paths.map((path) => this.options.firestore.doc(path));
    this.options.usage.read(refs.length);
    return transaction.getAll(...(refs as [DocumentReference]), { fieldMask: [] });
  }

  private ordered(query: DocumentQuery): Query | null {
    const { firestore, coverage, demandsIndexes } = this.options;
    const ordered = orderedQuery(firestore, query);
    if (demandsIndexes) coverage.demand(query);
    return ordered;
  }

  private async snapshotsOf(
    query: DocumentQuery,
    rows: number | undefined,
  ): Promise<QueryDocumentSnapshot[]> {
    const { calls, usage } = this.options;
    const ordered = this.ordered(query);
    if (!ordered) return [];
    const wanted = rows === undefined ? ordered : ordered.limit(rows);
    const { docs } = await calls.run('query', () => wanted.get());
    const skipped = query.cursor === undefined ? (query.offset ?? 0) : 0;
    usage.read(Math.max(1, docs.length + skipped));
    return inPortOrder(query, docs);
  }
}

/** Firestore orders a range by its field when nothing else is asked for. Where everything is at hand, the port's order by path is made. */
function inPortOrder(query: DocumentQuery, docs: QueryDocumentSnapshot[]): QueryDocumentSnapshot[] {
  const isWhole = query.limit === undefined && query.offset === undefined && query.cursor === undefined;
  if (!isWhole || (query.orderBy ?? []).length > 0 || orderOf(query).length === 0) return docs;
  return docs.sort((a, b) => (a.ref.path < b.ref.path ? -1 : 1));
}
