import type { SqliteDatabase } from '#libs/sqlite';
import { collectionName } from '../../document-path.js';
import type { IndexDeclaration } from '../../ports/document-store.js';
import { ELEMENT_KEY_EXPRESSION, jsonPath } from './body-codec.js';
import { listName, type IndexedLists } from './document-query-sql.js';

const TRIGGER = /^list_elements_of (.+) after insert$/;

/**
 * Indexes the declared lists: an expression index holds one key of a document, `array-contains` needs one of each element. Triggers keep
 * them with whatever writes a document. Answers every list that is indexed in the file, also by an earlier opening with more declarations.
 */
export function applyListDeclarations(
  database: SqliteDatabase,
  declarations: readonly IndexDeclaration[],
): IndexedLists {
  const indexed = indexedLists(database);
  for (const { collection, fields } of declarations) {
    for (const { field, contains } of fields) {
      if (contains && !indexed.has(listName(collection, field))) indexList(database, collection, field);
    }
  }
  return indexedLists(database);
}

function indexedLists(database: SqliteDatabase): IndexedLists {
  const triggers = database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
  return new Set(triggers.flatMap(({ name }) => TRIGGER.exec(String(name))?.[1] ?? []));
}

/** The triggers and what they would have written so far come together or not at all. */
function indexList(database: SqliteDatabase, collection: string, field: string): void {
  const list = listName(collection, field);
  database.transaction(() => {
    // Another process may have been faster.
    if (indexedLists(database).has(list)) return;
    const isOurs = (document: string) => `${document}.name = '${collectionName(collection)}'`;
    const remove = `DELETE FROM list_elements WHERE path = OLD.path AND list = '${list}';`;
    const trigger = (what: string, document: string, body: string) =>
      database.exec(
        `CREATE TRIGGER "list_elements_of ${list} after ${what}" AFTER ${what} ON documents WHEN ${isOurs(document)} BEGIN ${body} END`,
      );
    const insert = `${insertElements(list, field, 'NEW')};`;
    trigger('insert', 'NEW', insert);
    trigger('update', 'NEW', remove + insert);
    trigger('delete', 'OLD', remove);
    database.exec(`${insertElements(list, field, 'documents')} AND ${isOurs('documents')}`);
  });
}

/** @param document `NEW` of a trigger, or `documents` for all of them */
function insertElements(list: string, field: string, document: 'NEW' | 'documents'): string {
  const body = `${document}.body, ${jsonPath(field)}`;
  return (
    `INSERT OR IGNORE INTO list_elements ` +
    `SELECT '${list}', ${ELEMENT_KEY_EXPRESSION}, ${document}.collection, ${document}.path ` +
    `FROM ${document === 'documents' ? 'documents, ' : ''}json_each(${body}) ` +
    `WHERE json_type(${body}) = 'array' AND ${ELEMENT_KEY_EXPRESSION} IS NOT NULL`
  );
}
