import { createHash } from 'node:crypto';
import { collectionName } from '../../document-path.js';
import type { IndexDeclaration } from '../../ports/document-store.js';
import { keyExpression } from './body-codec.js';
import { checkedField } from './document-query-sql.js';
import type { Migrations, SqliteDatabase } from '#libs/sqlite';

/** What the planner of queries takes for granted: documents in all, in one collection, and with one value of a declared field. */
const FIGURES = { all: 1_000_000, collection: 10_000, found: 10 };

/**
 * Without figures SQLite takes a collection for ten documents, and reads all of it in the order of paths rather than sort the few that an
 * index finds. Figures of its own (ANALYZE) would make plans, and so the time of a request, depend on when they were taken.
 */
function plannerFigures(): string {
  const { all, collection, found } = FIGURES;
  return `
   -- Makes the table of figures; of an empty one it writes none.
   ANALYZE list_elements;
   INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
     ('documents', 'sqlite_autoindex_documents_1', '${all} 1'),
     ('documents', 'documents_by_collection', '${all} ${collection} 1'),
     ('list_elements', 'list_elements', '${all} ${collection} ${found} ${found} 1'),
     ('list_elements', 'list_elements_by_path', '${all} 2 1');
   ANALYZE sqlite_schema`;
}

export const DOCUMENT_MIGRATIONS: Migrations = [
  `CREATE TABLE documents (
     path TEXT NOT NULL PRIMARY KEY,
     collection TEXT NOT NULL,
     name TEXT NOT NULL,
     body TEXT NOT NULL,
     version TEXT NOT NULL
   );
   CREATE INDEX documents_by_collection ON documents (collection, path)`,
  // Kept by the triggers of `list-elements.ts`.
  `CREATE TABLE list_elements (
     list TEXT NOT NULL,
     element NOT NULL,
     collection TEXT NOT NULL,
     path TEXT NOT NULL,
     PRIMARY KEY (list, element, collection, path)
   ) WITHOUT ROWID;
   CREATE INDEX list_elements_by_path ON list_elements (path, list);
   ${plannerFigures()}`,
];

/**
 * Builds the declared expression indexes that are missing. One that nobody declares any more is left alone: a command that opens the
 * folder with fewer declarations must not cost the server its indexes. Lists have another kind of index: `applyListDeclarations`.
 */
export function applyIndexDeclarations(
  database: SqliteDatabase,
  declarations: readonly IndexDeclaration[],
): void {
  const known = database.all('SELECT idx, stat FROM sqlite_stat1').map(({ idx, stat }) => `${idx} ${stat}`);
  const missing = declarations
    .map((declaration) => ({
      ...declaration,
      fields: declaration.fields.filter(({ contains }) => !contains),
    }))
    .filter(({ fields }) => fields.length > 0)
    .map(indexOf)
    .filter(({ name, figures }) => !known.includes(`${name} ${figures}`));
  if (missing.length === 0) return;
  database.transaction(() => {
    for (const { name, on, figures } of missing) {
      database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`);
      database.run('DELETE FROM sqlite_stat1 WHERE idx = ?', name);
      database.run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('documents', ?, ?)", name, figures);
    }
  });
  database.exec('ANALYZE sqlite_schema');
}

interface Index {
  readonly name: string;
  /** What it is on, in SQL. */
  readonly on: string;
  /** As `sqlite_stat1` has them. */
  readonly figures: string;
}

/** The name carries a hash of the definition, so that a changed declaration is another index. */
function indexOf({ collection, fields, group }: IndexDeclaration): Index {
  const keys = fields.map(
    ({ field, direction }) =>
      `${keyExpression(checkedField(field))} ${direction === 'desc' ? 'DESC' : 'ASC'}`,
  );
  const columns = [...(group ? [] : ['collection']), ...keys, 'path'];
  const on = `documents (${columns.join(', ')}) WHERE name = '${collectionName(collection)}'`;
  const name = `declared_${createHash('sha256').update(on).digest('hex').slice(0, 16)}`;
  const figures = [FIGURES.all, ...(group ? [] : [FIGURES.collection]), ...keys.map(() => FIGURES.found), 1];
  return { name, on, figures: figures.join(' ') };
}
