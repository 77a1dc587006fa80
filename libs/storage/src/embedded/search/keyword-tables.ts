import { AppError } from '#libs/kernel';
import {
  FIELD_WEIGHTS,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from '../../ports/keyword-index.js';
import { decodeBody, encodeBody } from '../sqlite/body-codec.js';
import type { SqliteDatabase } from '#libs/sqlite';
import { prefixRange } from './search-schema.js';

const MAX_LIMIT = 1_000;
/** A pasted page need not be searched by every word of it. */
const MAX_TERMS = 64;
const WEIGHTS = `${FIELD_WEIGHTS.title}, ${FIELD_WEIGHTS.body}, ${FIELD_WEIGHTS.context}`;

/**
 * Words in FTS5, one full-text table per owner and collection. A shared table would count every owner's documents to weigh a word (bm25
 * walks all rows with it), so that searches would slow down, and scores shift, with what strangers say.
 */
export class KeywordTables {
  constructor(private readonly database: SqliteDatabase) {}

  upsert(collection: string, documents: readonly KeywordDocument[]): void {
    this.database.transaction(() => {
      for (const document of documents) this.upsertOne(collection, document);
    });
  }

  search({ collection, ownerId, text, limit, fromMs, toMs }: KeywordQuery): KeywordMatch[] {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new AppError(
        'invalid',
        'KEYWORD_QUERY_INVALID',
        `The limit of a search is a whole number from 1 to ${MAX_LIMIT}.`,
      );
    }
    const table = this.tableOf(collection, ownerId);
    const words = wordsOf(text);
    if (table === undefined || words.length === 0) return [];
    const name = nameOf(table);
    return this.database
      .all(
        `SELECT d.id, d.body, bm25(${name}, ${WEIGHTS}) AS rank FROM ${name} JOIN keyword_documents d ON d.row = ${name}.rowid
         WHERE ${name} MATCH ? AND d.table_id = ? AND d.time_ms BETWEEN ? AND ? ORDER BY rank, d.id LIMIT ?`,
        words.map((word) => `"${word}"`).join(' OR '),
        table,
        fromMs ?? Number.NEGATIVE_INFINITY,
        toMs ?? Number.POSITIVE_INFINITY,
        limit,
      )
      .map((row) => ({
        id: String(row['id']),
        // FTS5 counts downwards: the best is the most negative.
        score: -Number(row['rank']),
        metadata: decodeBody<KeywordMatch['metadata']>(String(row['body'])),
      }));
  }

  delete(collection: string, ownerId: string, ids: readonly string[]): void {
    const table = this.tableOf(collection, ownerId);
    if (table === undefined) return;
    this.database.transaction(() => {
      for (const id of ids) {
        const row = this.rowOf(table, id);
        if (row !== undefined) this.deleteRow(table, row);
      }
      this.dropIfEmpty(table);
    });
  }

  deleteByPrefix(collection: string, ownerId: string, prefix: string): number {
    const table = this.tableOf(collection, ownerId);
    if (table === undefined) return 0;
    return this.database.transaction(() => {
      const rows = this.database.all(
        'SELECT row FROM keyword_documents WHERE table_id = ? AND id >= ? AND id < ?',
        table,
        ...prefixRange(prefix),
      );
      for (const { row } of rows) this.deleteRow(table, Number(row));
      this.dropIfEmpty(table);
      return rows.length;
    });
  }

  count(collection: string, ownerId: string, prefix: string): number {
    const row = this.database.get(
      'SELECT count(*) AS found FROM keyword_documents WHERE table_id = ? AND id >= ? AND id < ?',
      this.tableOf(collection, ownerId) ?? null,
      ...prefixRange(prefix),
    );
    return Number(row!['found']);
  }

  /** A table goes with its last document, so that every collection named here holds something. */
  collections(): string[] {
    return this.database
      .all('SELECT DISTINCT collection FROM keyword_tables ORDER BY collection')
      .map(({ collection }) => String(collection));
  }

  private upsertOne(collection: string, document: KeywordDocument): void {
    const { id, ownerId, title, body, context, timeMs, metadata } = document;
    const table = this.tableOf(collection, ownerId) ?? this.makeTable(collection, ownerId);
    const existing = this.rowOf(table, id);
    if (existing !== undefined) this.deleteRow(table, existing);
    this.database.run(
      'INSERT INTO keyword_documents (table_id, id, time_ms, body) VALUES (?, ?, ?, ?)',
      table,
      id,
      timeMs,
      encodeBody(metadata),
    );
    this.database.run(
      `INSERT INTO ${nameOf(table)} (rowid, title, body, context) VALUES (?, ?, ?, ?)`,
      this.rowOf(table, id)!,
      title,
      body,
      context ?? '',
    );
  }

  private deleteRow(table: number, row: number): void {
    this.database.run(`DELETE FROM ${nameOf(table)} WHERE rowid = ?`, row);
    this.database.run('DELETE FROM keyword_documents WHERE row = ?', row);
  }

  private rowOf(table: number, id: string): number | undefined {
    const found = this.database.get(
      'SELECT row FROM keyword_documents WHERE table_id = ? AND id = ?',
      table,
      id,
    );
    return found && Number(found['row']);
  }

  private tableOf(collection: string, ownerId: string): number | undefined {
    const found = this.database.get(
      'SELECT id FROM keyword_tables WHERE owner = ? AND collection = ?',
      ownerId,
      collection,
    );
    return found && Number(found['id']);
  }

  private makeTable(collection: string, ownerId: string): number {
    this.database.run('INSERT INTO keyword_tables (owner, collection) VALUES (?, ?)', ownerId, collection);
    const table = this.tableOf(collection, ownerId)!;
    const name = nameOf(table);
    this.database.exec(
      `CREATE VIRTUAL TABLE ${name} USING fts5(title, body, context, tokenize = 'porter unicode61 remove_diacritics 2')`,
    );
    // Deleted words leave the index at once, not when its segments happen to be merged.
    this.database.exec(`INSERT INTO ${name} (${name}, rank) VALUES ('secure-delete', 1)`);
    return table;
  }

  private dropIfEmpty(table: number): void {
    if (this.database.get('SELECT 1 FROM keyword_documents WHERE table_id = ? LIMIT 1', table)) return;
    this.database.exec(`DROP TABLE ${nameOf(table)}`);
    this.database.run('DELETE FROM keyword_tables WHERE id = ?', table);
  }
}

function nameOf(table: number): string {
  return `keywords_${table}`;
}

/** The words of a text as FTS5's tokenizer sees them; quoted one by one, none can be query syntax. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MAX_TERMS);
}
