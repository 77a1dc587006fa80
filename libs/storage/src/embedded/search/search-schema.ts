import { getLoadablePath } from 'sqlite-vec';
import { SqliteDatabase, type Migrations } from '#libs/sqlite';

export const SEARCH_MIGRATIONS: Migrations = [
  `CREATE TABLE vector_namespaces (
     id INTEGER PRIMARY KEY,
     namespace TEXT NOT NULL UNIQUE,
     model TEXT NOT NULL,
     dimension INTEGER NOT NULL
   );
   CREATE TABLE vector_records (
     row INTEGER PRIMARY KEY,
     namespace_id INTEGER NOT NULL,
     owner TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     UNIQUE (namespace_id, owner, id)
   );
   CREATE TABLE keyword_tables (
     id INTEGER PRIMARY KEY,
     owner TEXT NOT NULL,
     collection TEXT NOT NULL,
     UNIQUE (owner, collection)
   );
   CREATE TABLE keyword_documents (
     row INTEGER PRIMARY KEY,
     table_id INTEGER NOT NULL,
     id TEXT NOT NULL,
     time_ms REAL NOT NULL,
     body TEXT NOT NULL,
     UNIQUE (table_id, id)
   )`,
  // The texts move beside the documents, and what was made of them says by which rules: `KeywordTables.renew` does both.
  `ALTER TABLE keyword_tables ADD COLUMN terms_version INTEGER NOT NULL DEFAULT 1;
   ALTER TABLE keyword_documents ADD COLUMN title TEXT NOT NULL DEFAULT '';
   ALTER TABLE keyword_documents ADD COLUMN said TEXT NOT NULL DEFAULT '';
   ALTER TABLE keyword_documents ADD COLUMN context TEXT NOT NULL DEFAULT '';
   CREATE INDEX keyword_documents_by_time ON keyword_documents (table_id, time_ms)`,
  // What searches by meaning are narrowed to, as `VectorTables` writes it: without it a question about a month read every entry of its owner.
  `CREATE INDEX vector_records_by_start ON vector_records (namespace_id, owner, json_extract(body, '$."started_at"'))`,
];

/** Vectors are read where the file lies in memory instead of copied page by page: a quarter less time for 100,000 of them. */
const MAPPED_BYTES = 2 ** 30;

export function openSearchDatabase(file: string): SqliteDatabase {
  return SqliteDatabase.open({
    file,
    migrations: SEARCH_MIGRATIONS,
    allowExtension: true,
    prepare: (raw) => {
      raw.loadExtension(getLoadablePath());
      raw.exec(`PRAGMA mmap_size = ${MAPPED_BYTES}`);
    },
  });
}

/** Bounds of all ids that begin with `prefix`: at least the first, below the second. */
export function prefixRange(prefix: string): [string, string] {
  return [prefix, `${prefix}\u{10FFFF}`];
}
