import { join } from 'node:path';
import { SqliteSnapshot } from '#libs/sqlite';
import { DOCUMENTS_FILE } from './data-layout.js';

/** A collection's name as it is written into a statement. */
const NAME = /^[a-z_]+$/;

/**
 * Every document of the collections of this name in a data folder, as it is stored: encrypted fields stay encrypted, dates are as the store
 * writes them. Reads what was there at one instant and changes nothing, whether a server runs or not.
 */
export function* storedDocuments(dataDir: string, name: string): Generator<object> {
  if (!NAME.test(name)) throw new TypeError('not the name of a collection');
  const file = join(dataDir, DOCUMENTS_FILE);
  const snapshot = SqliteSnapshot.take([file]);
  try {
    const sql = `SELECT json(body) AS body FROM documents WHERE name = '${name}'`;
    for (const { body } of snapshot.rows(file, sql)) yield JSON.parse(String(body)) as object;
  } finally {
    snapshot.close();
  }
}
