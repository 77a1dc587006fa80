import type { SqliteDatabase } from '#libs/sqlite';
import { checkKeywordQuery } from '../../keyword-checks.js';
import type { KeywordDocument, KeywordMatch, KeywordQuery } from '../../ports/keyword-index.js';
import { TERMS_VERSION, termsOf } from '../../terms/search-terms.js';
import { encodeBody } from '../sqlite/body-codec.js';
import { KeywordMatches } from './keyword-matches.js';
import { prefixRange } from './search-schema.js';

/**
 * Words in FTS5, one full-text table per owner and collection. A shared table would count every owner's documents to weigh a word (bm25
 * walks all rows with it), so that searches would slow down, and scores shift, with what strangers say. FTS5 is given the terms of a text
 * (`termsOf`), not the text: its own tokenizers know neither languages without spaces nor inflection beyond English.
 */
export class KeywordTables {
  constructor(private readonly database: SqliteDatabase) {}

  upsert(collection: string, documents: readonly KeywordDocument[]): void {
    this.database.transaction(() => {
      for (const document of documents) this.upsertOne(collection, document);
    });
  }

  search(query: KeywordQuery): KeywordMatch[] {
    checkKeywordQuery(query);
    // Another thread may drop the table with its last document between two reads.
    return this.database.snapshot(() => {
      const id = this.tableOf(query.collection, query.ownerId);
      return id === undefined ? [] : new KeywordMatches(this.database, { id, name: nameOf(id) }).best(query);
    });
  }

  delete(collection: string, ownerId: string, ids: readonly string[]): void {
    this.database.transaction(() => {
      const table = this.tableOf(collection, ownerId);
      if (table === undefined) return;
      for (const id of ids) {
        const row = this.rowOf(table, id);
        if (row !== undefined) this.deleteRow(table, row);
      }
      this.dropIfEmpty(table);
    });
  }

  deleteByPrefix(collection: string, ownerId: string, prefix: string): number {
    return this.database.transaction(() => {
      const table = this.tableOf(collection, ownerId);
      if (table === undefined) return 0;
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

  /** Writes anew what was written by other rules for terms. One table at a time, each whole or not at all; answers how many. */
  renew(): number {
    const outdated = this.database.all(
      'SELECT id, terms_version FROM keyword_tables WHERE terms_version <> ?',
      TERMS_VERSION,
    );
    for (const { id, terms_version } of outdated) {
      this.database.transaction(() => this.renewOne(Number(id), Number(terms_version)));
    }
    return outdated.length;
  }

  private renewOne(table: number, from: number): void {
    const name = nameOf(table);
    if (from === 1) {
      // Version 1 gave FTS5 the texts themselves, and they were nowhere else.
      this.database.run(
        `UPDATE keyword_documents SET (title, said, context) = (SELECT title, body, context FROM ${name} WHERE rowid = row) WHERE table_id = ?`,
        table,
      );
    } else {
      this.database.exec(`DROP TABLE ${name}_terms`);
    }
    this.database.exec(`DROP TABLE ${name}`);
    this.makeFullTextTable(table);
    for (const { row } of this.database.all('SELECT row FROM keyword_documents WHERE table_id = ?', table)) {
      this.indexRow(table, Number(row));
    }
    this.database.run('UPDATE keyword_tables SET terms_version = ? WHERE id = ?', TERMS_VERSION, table);
  }

  private upsertOne(collection: string, document: KeywordDocument): void {
    const { id, ownerId, title, body, context, timeMs, metadata } = document;
    const table = this.tableOf(collection, ownerId) ?? this.makeTable(collection, ownerId);
    const existing = this.rowOf(table, id);
    if (existing !== undefined) this.deleteRow(table, existing);
    this.database.run(
      'INSERT INTO keyword_documents (table_id, id, time_ms, body, title, said, context) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[table, id, timeMs, encodeBody(metadata), title, body, context ?? ''],
    );
    this.indexRow(table, this.rowOf(table, id)!);
  }

  private indexRow(table: number, row: number): void {
    const texts = this.database.get('SELECT title, said, context FROM keyword_documents WHERE row = ?', row)!;
    this.database.run(
      `INSERT INTO ${nameOf(table)} (rowid, title, body, context) VALUES (?, ?, ?, ?)`,
      row,
      storedTerms(texts['title']),
      storedTerms(texts['said']),
      storedTerms(texts['context']),
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
    this.database.run(
      'INSERT INTO keyword_tables (owner, collection, terms_version) VALUES (?, ?, ?)',
      ownerId,
      collection,
      TERMS_VERSION,
    );
    const table = this.tableOf(collection, ownerId)!;
    this.makeFullTextTable(table);
    return table;
  }

  private makeFullTextTable(table: number): void {
    const name = nameOf(table);
    // `ascii` parts terms at the spaces and takes everything beyond ASCII for a part of one.
    this.database.exec(`CREATE VIRTUAL TABLE ${name} USING fts5(title, body, context, tokenize = 'ascii')`);
    this.database.exec(`CREATE VIRTUAL TABLE ${name}_terms USING fts5vocab(${name}, 'row')`);
    // Deleted words leave the index at once, not when its segments happen to be merged.
    this.database.exec(`INSERT INTO ${name} (${name}, rank) VALUES ('secure-delete', 1)`);
  }

  private dropIfEmpty(table: number): void {
    if (this.database.get('SELECT 1 FROM keyword_documents WHERE table_id = ? LIMIT 1', table)) return;
    this.database.exec(`DROP TABLE ${nameOf(table)}_terms`);
    this.database.exec(`DROP TABLE ${nameOf(table)}`);
    this.database.run('DELETE FROM keyword_tables WHERE id = ?', table);
  }
}

function nameOf(table: number): string {
  return `keywords_${table}`;
}

function storedTerms(text: unknown): string {
  return termsOf(String(text)).join(' ');
}
