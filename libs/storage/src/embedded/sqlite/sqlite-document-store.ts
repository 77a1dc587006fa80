import { randomBytes } from 'node:crypto';
import type { Clock } from '#libs/kernel';
import {
  documentChanged,
  documentExists,
  documentMissing,
  invalidQuery,
  limitBatch,
} from '../../document-errors.js';
import { parseDocumentPath } from '../../document-path.js';
import { OptimisticTransaction } from '../../optimistic-transaction.js';
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
import { decodeBody, encodeBody, mergeBody } from './body-codec.js';
import { encodeCursor } from './document-cursor.js';
import { countSql, pageSql, type IndexedLists } from './document-query-sql.js';
import { DOCUMENT_MIGRATIONS, applyIndexDeclarations } from './document-schema.js';
import { applyListDeclarations } from './list-elements.js';
import { SqliteDatabase, type Row } from '#libs/sqlite';

export interface SqliteDocumentStoreOptions {
  readonly file: string;
  readonly indexes: readonly IndexDeclaration[];
  readonly clock: Clock;
}

const VERSION_BYTES = 12;
const TREE_PAGE = 100;
/** Behind every path: none begins with the last code point, because collection names are plain. */
const HIGHEST_PATH = '\u{10FFFF}';

/**
 * One table, one file, one connection. Point reads and writes take some 20 microseconds, so they run on the main thread; being synchronous
 * they cannot interleave, which is what makes the check at a transaction's commit sound.
 */
export class SqliteDocumentStore extends DocumentStore {
  private readonly transactions: OptimisticTransactions;

  private constructor(
    private readonly database: SqliteDatabase,
    private readonly lists: IndexedLists,
    clock: Clock,
  ) {
    super();
    this.transactions = new OptimisticTransactions({
      reader: this,
      clock,
      commit: (transaction) => this.commit(transaction),
    });
  }

  static open({ file, indexes, clock }: SqliteDocumentStoreOptions): SqliteDocumentStore {
    const database = SqliteDatabase.open({ file, migrations: DOCUMENT_MIGRATIONS });
    applyIndexDeclarations(database, indexes);
    return new SqliteDocumentStore(database, applyListDeclarations(database, indexes), clock);
  }

  close(): void {
    this.database.close();
  }

  /** What is wrong inside the file; nothing when it is sound. Reads all of it. */
  integrityCheck(): string[] {
    return this.database.integrityCheck();
  }

  /** Moves what was deleted out of the write-ahead log too. */
  checkpoint(): void {
    this.database.checkpoint();
  }

  /** Throws when nothing could be written now. */
  check(): void {
    this.database.transaction(() => this.database.get('SELECT 1'));
  }

  override async get<T extends DocumentBody>(
    path: string,
    options?: ReadOptions,
  ): Promise<StoredDocument<T> | null> {
    return this.read<T>(path, options);
  }

  override async getMany<T extends DocumentBody>(
    paths: readonly string[],
    options?: ReadOptions,
  ): Promise<(StoredDocument<T> | null)[]> {
    limitBatch(paths);
    return paths.map((path) => this.read<T>(path, options));
  }

  override async query<T extends DocumentBody>(query: DocumentQuery): Promise<DocumentPage<T>> {
    const { limit } = query;
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
      throw invalidQuery('a limit is a whole number above zero');
    }
    // One row more than asked for tells whether anything follows.
    const sql = pageSql(
      'path, body, version',
      query,
      limit === undefined ? undefined : limit + 1,
      this.lists,
    );
    const rows = this.database.all(sql.text, ...sql.values);
    const page = rows.slice(0, limit);
    const documents = page.map((row) => toDocument<T>(row, query));
    if (rows.length === page.length) return { documents };
    return { documents, nextCursor: encodeCursor(query, toDocument(page.at(-1)!)) };
  }

  override async count(query: Pick<DocumentQuery, 'collection' | 'group' | 'where'>): Promise<number> {
    const sql = countSql(query, this.lists);
    return Number(this.database.get(sql.text, ...sql.values)!['found']);
  }

  override async write(writes: readonly DocumentWrite[]): Promise<void> {
    limitBatch(writes);
    this.database.transaction(() => this.apply(writes));
  }

  override transaction<T>(work: (transaction: DocumentTransaction) => Promise<T>): Promise<T> {
    return this.transactions.run(work);
  }

  override async deleteTree(path: string): Promise<number> {
    parseDocumentPath(path);
    return this.database.transaction(() =>
      this.database.run(`DELETE FROM documents WHERE ${TREE}`, path, `${path}/`, `${path}0`),
    );
  }

  /** Page by page in the order of paths, so that a walk over millions holds neither the thread nor a read transaction. */
  override async *tree(path?: string): AsyncIterable<StoredDocument> {
    if (path !== undefined) parseDocumentPath(path);
    const root = path === undefined ? null : this.read(path);
    if (root) yield root;
    const end = path === undefined ? HIGHEST_PATH : `${path}0`;
    for (let after = path === undefined ? '' : `${path}/`; ;) {
      const rows = this.database.all(
        'SELECT path, body, version FROM documents WHERE path > ? AND path < ? ORDER BY path LIMIT ?',
        after,
        end,
        TREE_PAGE,
      );
      for (const row of rows) yield toDocument(row);
      if (rows.length < TREE_PAGE) return;
      after = String(rows.at(-1)!['path']);
    }
  }

  /** Writes if nothing that was read has changed; false if something has. */
  private commit(transaction: OptimisticTransaction): boolean {
    const { reads, queries, writes } = transaction;
    limitBatch(writes);
    return this.database.transaction(() => {
      for (const [path, version] of reads) if (this.versionOf(path) !== version) return false;
      for (const { query, found } of queries) if (this.queryMark(query) !== found) return false;
      this.apply(writes);
      return true;
    });
  }

  /** Which documents a query finds, and in which version, as one text. */
  private queryMark(query: DocumentQuery): string {
    const sql = pageSql('path, version', query, query.limit, this.lists);
    return OptimisticTransaction.mark(
      this.database.all(sql.text, ...sql.values) as unknown as { path: string; version: string }[],
    );
  }

  private versionOf(path: string): string | null {
    const row = this.database.get('SELECT version FROM documents WHERE path = ?', path);
    return row ? String(row['version']) : null;
  }

  private read<T extends DocumentBody>(path: string, options?: ReadOptions): StoredDocument<T> | null {
    parseDocumentPath(path);
    const row = this.database.get('SELECT path, body, version FROM documents WHERE path = ?', path);
    return row ? toDocument<T>(row, options) : null;
  }

  private apply(writes: readonly DocumentWrite[]): void {
    for (const write of writes) this.applyOne(write);
  }

  private applyOne(write: DocumentWrite): void {
    const { path } = parseDocumentPath(write.path);
    // A set asks nothing of what is there.
    const stored =
      write.kind === 'set'
        ? undefined
        : this.database.get('SELECT body, version FROM documents WHERE path = ?', path);
    refuseIfUnfit(write, stored?.['version']);
    if (write.kind === 'delete') {
      this.database.run('DELETE FROM documents WHERE path = ?', path);
      return;
    }
    this.store(path, stored ? mergeBody(String(stored['body']), write.data) : encodeBody(write.data));
  }

  /** Versions are random: a counter would give a document that was deleted and made anew a version it had before. */
  private store(path: string, body: string): void {
    const { collection, name } = parseDocumentPath(path);
    this.database.run(
      `INSERT INTO documents (path, collection, name, body, version) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET body = excluded.body, version = excluded.version`,
      path,
      collection,
      name,
      body,
      randomBytes(VERSION_BYTES).toString('base64url'),
    );
  }
}

/** The document itself and every path below it; `0` is the character after `/`. */
const TREE = '(path = ? OR (path >= ? AND path < ?))';

function toDocument<T extends DocumentBody>(row: Row, { without }: ReadOptions = {}): StoredDocument<T> {
  const path = String(row['path']);
  return {
    path,
    id: path.slice(path.lastIndexOf('/') + 1),
    data: decodeBody<T>(String(row['body']), without),
    version: String(row['version']),
  };
}

/** Throws when the write demands another state than the stored document's. `version` is undefined when there is none. */
function refuseIfUnfit(write: DocumentWrite, version: unknown): void {
  if (write.kind === 'create' && version !== undefined) throw documentExists();
  if (write.kind === 'update' && version === undefined) throw documentMissing();
  const expected = 'ifVersion' in write ? write.ifVersion : undefined;
  if (expected !== undefined && expected !== version) throw documentChanged();
}
