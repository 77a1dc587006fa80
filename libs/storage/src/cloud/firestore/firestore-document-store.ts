import { AppError, type Clock } from '#libs/kernel';
import { limitBatch } from '../../document-errors.js';
import { parseDocumentPath } from '../../document-path.js';
import { OptimisticTransactions } from '../../optimistic-transactions.js';
import {
  DocumentStore,
  type DocumentBody,
  type DocumentPage,
  type DocumentQuery,
  type DocumentTransaction,
  type DocumentWrite,
  type IndexDeclaration,
  type ReadOptions,
  type StoredDocument,
} from '../../ports/document-store.js';
import { DocumentEncoder } from './document-encoder.js';
import { MAX_COMMIT_BYTES } from './document-size.js';
import { FirestoreCalls } from './firestore-calls.js';
import { FirestoreCommits, type StagedWrite } from './firestore-commits.js';
import { connectFirestore, type FirestoreAddress, type FirestoreConnection } from './firestore-connection.js';
import { FirestoreReads } from './firestore-reads.js';
import { TransactionCommit, mustBeWhole } from './firestore-transaction-commit.js';
import { FirestoreTree } from './firestore-tree.js';
import { FirestoreUsage } from './firestore-usage.js';
import { IndexCoverage } from './index-coverage.js';

export interface FirestoreDocumentStoreOptions extends FirestoreAddress {
  readonly clock: Clock;
  /**
   * Of every collection that is queried; their fields are never packed. An emulator, which needs no indexes, is then held to them: a query
   * that none of them serves is a `bug` DOCUMENT_INDEX_UNDECLARED there, before it is an error of the real service.
   */
  readonly indexes?: readonly IndexDeclaration[];
  /** From a call to its answer, with all that is tried in between. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 3_000;
const CLOSE_GRACE_MS = 2_000;
/** Nothing is ever stored here; asking for it costs one read. */
const PROBE_PATH = 'mneme_health/probe';

/**
 * Documents in Google Firestore, at the paths and in the shapes that Omi's own backend uses. `version` is the document's update time, so
 * a write that changes nothing keeps it. What this process used is counted in `usage`.
 */
export class FirestoreDocumentStore extends DocumentStore {
  private readonly encoder: DocumentEncoder;
  private readonly reads: FirestoreReads;
  private readonly commits: FirestoreCommits;
  private readonly branches: FirestoreTree;
  private readonly transactions: OptimisticTransactions;
  private readonly calls: FirestoreCalls;
  private readonly clock: Clock;

  private constructor(
    private readonly connection: FirestoreConnection,
    readonly usage: FirestoreUsage,
    options: FirestoreDocumentStoreOptions,
  ) {
    super();
    const { clock, indexes, emulatorHost, timeoutMs = TIMEOUT_MS } = options;
    this.clock = clock;
    this.calls = new FirestoreCalls({ clock, timeoutMs });
    const access = { firestore: connection.firestore, usage, calls: this.calls };
    this.encoder = new DocumentEncoder(indexes ?? []);
    this.reads = new FirestoreReads({
      ...access,
      coverage: new IndexCoverage(indexes ?? []),
      demandsIndexes: indexes !== undefined && emulatorHost !== null,
    });
    this.commits = new FirestoreCommits(access);
    this.branches = new FirestoreTree(access);
    const commit = new TransactionCommit({
      reads: this.reads,
      commits: this.commits,
      encode: (writes) => this.encode(writes),
    });
    this.transactions = new OptimisticTransactions({
      reader: this,
      clock,
      commit: (transaction) => commit.commit(transaction),
    });
  }

  /** Connects at the first call, so an outage at start is no reason not to start. */
  static open(options: FirestoreDocumentStoreOptions): FirestoreDocumentStore {
    return new FirestoreDocumentStore(connectFirestore(options), new FirestoreUsage(), options);
  }

  /**
   * Lets what is under way end. The SDK goes on with a call that nobody waits for any more, and ends the whole process when its client is
   * closed under it: such a client is closed behind our back.
   */
  async close(): Promise<void> {
    const closed = this.calls.idle().then(() => this.connection.close());
    await Promise.race([closed, this.clock.sleep(CLOSE_GRACE_MS)]);
  }

  /** Rejects with `unavailable` STORAGE_UNAVAILABLE when Firestore does not answer within three seconds. */
  async check(): Promise<void> {
    const { firestore } = this.connection;
    await this.calls.run('read', () => firestore.doc(PROBE_PATH).get(), PROBE_TIMEOUT_MS);
    this.usage.read(1);
  }

  override async get<T extends DocumentBody>(
    path: string,
    options?: ReadOptions,
  ): Promise<StoredDocument<T> | null> {
    parseDocumentPath(path);
    const [document] = await this.reads.getMany<T>([path], options);
    return document ?? null;
  }

  override async getMany<T extends DocumentBody>(
    paths: readonly string[],
    options?: ReadOptions,
  ): Promise<(StoredDocument<T> | null)[]> {
    limitBatch(paths);
    paths.forEach(parseDocumentPath);
    return this.reads.getMany<T>(paths, options);
  }

  override query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>> {
    return this.reads.query<T>(query);
  }

  override count(query: Pick<DocumentQuery, 'collection' | 'group' | 'where'>): Promise<number> {
    return this.reads.count(query);
  }

  override async write(writes: readonly DocumentWrite[]): Promise<void> {
    const encoded = await this.encode(writes);
    if (encoded.length === 0) return;
    if (writes.some(mustBeWhole)) return this.rewrite(writes);
    try {
      await this.commits.apply(encoded);
    } catch (error) {
      // Perhaps fields merged into a document make it too large.
      if (error instanceof AppError && error.code === 'DOCUMENT_BODY_INVALID') return this.rewrite(writes);
      throw error;
    }
  }

  override transaction<T>(work: (transaction: DocumentTransaction) => Promise<T>): Promise<T> {
    return this.transactions.run(work);
  }

  override async deleteTree(path: string): Promise<number> {
    parseDocumentPath(path);
    return this.branches.delete(path);
  }

  override async *tree(path?: string): AsyncIterable<StoredDocument> {
    if (path !== undefined) parseDocumentPath(path);
    yield* this.branches.walk(path);
  }

  /** The same writes in a transaction, which can read a document and write it as a whole where fields alone do not go in. */
  private rewrite(writes: readonly DocumentWrite[]): Promise<void> {
    return this.transaction(async (transaction) => {
      for (const write of writes) transaction.write(write);
    });
  }

  private async encode(writes: readonly DocumentWrite[]): Promise<StagedWrite[]> {
    limitBatch(writes);
    writes.forEach(({ path }) => parseDocumentPath(path));
    let sizeBytes = 0;
    const staged: StagedWrite[] = [];
    for (const write of writes) {
      const body = write.kind === 'delete' ? {} : write.data;
      const encoded = await this.encoder.encode(write.path, body);
      sizeBytes += encoded.sizeBytes;
      staged.push({ write, fields: encoded.fields });
    }
    if (sizeBytes > MAX_COMMIT_BYTES) throw commitTooLarge(sizeBytes);
    return staged;
  }
}

function commitTooLarge(sizeBytes: number): AppError {
  return new AppError(
    'invalid',
    'DOCUMENT_BATCH_TOO_LARGE',
    'These documents together are larger than one call may be. Write them in several calls.',
    { sizeBytes, limitBytes: MAX_COMMIT_BYTES },
  );
}
