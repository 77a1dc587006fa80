import { createHash } from 'node:crypto';
import { collectionName } from '../../document-path.js';
import type { IndexDeclaration } from '../../ports/document-store.js';
import { keyExpression } from './body-codec.js';
import { checkedField } from './document-query-sql.js';
import type { Migrations, SqliteDatabase } from '#libs/sqlite';

export const DOCUMENT_MIGRATIONS: Migrations = [
  `CREATE TABLE documents (
     path TEXT NOT NULL PRIMARY KEY,
     collection TEXT NOT NULL,
     name TEXT NOT NULL,
     body TEXT NOT NULL,
     version TEXT NOT NULL
   );
   CREATE INDEX documents_by_collection ON documents (collection, path)`,
];

/**
 * Builds the declared expression indexes that are missing. One that nobody declares any more is left alone: a command that opens the
 * folder with fewer declarations must not cost the server its indexes.
 */
export function applyIndexDeclarations(
  database: SqliteDatabase,
  declarations: readonly IndexDeclaration[],
): void {
  for (const declaration of declarations) database.exec(createIndexSql(declaration));
}

/** The name carries a hash of the definition, so that a changed declaration is another index. */
function createIndexSql({ collection, fields, group }: IndexDeclaration): string {
  const keys = fields.map(
    ({ field, direction }) =>
      `${keyExpression(checkedField(field))} ${direction === 'desc' ? 'DESC' : 'ASC'}`,
  );
  const columns = [...(group ? [] : ['collection']), ...keys, 'path'];
  const on = `documents (${columns.join(', ')}) WHERE name = '${collectionName(collection)}'`;
  const hash = createHash('sha256').update(on).digest('hex').slice(0, 16);
  return `CREATE INDEX IF NOT EXISTS declared_${hash} ON ${on}`;
}
