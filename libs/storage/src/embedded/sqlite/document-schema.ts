import { createHash } from 'node:crypto';
import { collectionName } from '../../document-path.js';
import type { IndexDeclaration } from '../../ports/document-store.js';
import { keyExpression } from './body-codec.js';
import { checkedField } from './document-query-sql.js';
import type { Migrations, SqliteDatabase } from './sqlite-database.js';

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

const DECLARED = 'declared_';

/** Makes the database's expression indexes those that the code declares: missing ones are built, forgotten ones dropped. */
export function applyIndexDeclarations(
  database: SqliteDatabase,
  declarations: readonly IndexDeclaration[],
): void {
  const wanted = new Map(declarations.map((declaration) => declaredIndex(declaration)));
  const existing = database
    .all(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND substr(name, 1, ${DECLARED.length}) = ?`,
      DECLARED,
    )
    .map(({ name }) => String(name));
  database.transaction(() => {
    for (const name of existing) if (!wanted.has(name)) database.exec(`DROP INDEX ${name}`);
    for (const [name, sql] of wanted) if (!existing.includes(name)) database.exec(sql);
  });
}

/** Name and SQL. The name carries a hash of the SQL, so that a changed declaration is another index. */
function declaredIndex({ collection, fields, group }: IndexDeclaration): [string, string] {
  const keys = fields.map(
    ({ field, direction }) =>
      `${keyExpression(checkedField(field))} ${direction === 'desc' ? 'DESC' : 'ASC'}`,
  );
  const columns = [...(group ? [] : ['collection']), ...keys, 'path'];
  const on = `documents (${columns.join(', ')}) WHERE name = '${collectionName(collection)}'`;
  const name = DECLARED + createHash('sha256').update(on).digest('hex').slice(0, 16);
  return [name, `CREATE INDEX ${name} ON ${on}`];
}
