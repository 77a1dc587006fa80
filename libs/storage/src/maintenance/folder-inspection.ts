import { join } from 'node:path';
import { inspectSqliteFile, SqliteSnapshot } from '#libs/sqlite';
import { DOCUMENT_MIGRATIONS } from '../embedded/sqlite/document-schema.js';
import { filesBelow, sizeOf } from './backup-files.js';
import { BLOBS_FOLDER, DATABASE_FILES, DOCUMENTS_FILE, SEARCH_FILE } from './data-layout.js';
import { recordingsNamed } from './named-recordings.js';

export interface DatabaseInspection {
  readonly file: string;
  readonly sizeBytes: number;
  /** Of its schema. */
  readonly version: number;
  /** Written by a newer Mneme than this one. */
  readonly isNewer: boolean;
  /** In SQLite's words; empty when the file is sound. */
  readonly problems: readonly string[];
}

/** What fits together in a data folder and what does not. */
export interface ContentInspection {
  readonly documents: number;
  readonly conversations: number;
  /** In progress or processing: normal while a server runs. */
  readonly unfinished: number;
  /** Blob keys, without extension, that conversations name and that are not there. */
  readonly missingRecordings: readonly string[];
  /** Files of blobs whose conversation is not there. */
  readonly orphanRecordings: readonly string[];
  /** Search entries whose document is not there. */
  readonly orphanSearchEntries: number;
  /** Finished conversations that search does not know. */
  readonly unsearchable: number;
  /** Closed accounts of which something may be left. */
  readonly unpurgedAccounts: number;
}

/** What the entries of a search collection are about, where the documents are called otherwise. */
const DOCUMENTS_OF: Readonly<Record<string, string>> = {
  whole_conversations: 'conversations',
  rejected_memories: 'memories',
};

/** Every database of a data folder that is there. Reads all of them and changes none, whether a server runs or not. */
export async function inspectDatabases(dataDir: string): Promise<DatabaseInspection[]> {
  const found: DatabaseInspection[] = [];
  for (const file of DATABASE_FILES) {
    const sizeBytes = await sizeOf(join(dataDir, file));
    if (sizeBytes === 0) continue;
    const { version, problems } = inspectSqliteFile(join(dataDir, file));
    const isNewer = file === DOCUMENTS_FILE && version > DOCUMENT_MIGRATIONS.length;
    found.push({ file, sizeBytes, version, isNewer, problems });
  }
  return found;
}

/** Compares documents, recordings and search as they were at one instant. Only for sound databases. */
export async function inspectContents(dataDir: string): Promise<ContentInspection> {
  const documents = join(dataDir, DOCUMENTS_FILE);
  const search = join(dataDir, SEARCH_FILE);
  const hasSearch = (await sizeOf(search)) > 0;
  const stored = (await filesBelow(join(dataDir, BLOBS_FOLDER))).filter((path) => path.startsWith('audio/'));
  const snapshot = SqliteSnapshot.take(hasSearch ? [documents, search] : [documents]);
  try {
    const known = idsOf(snapshot, documents);
    const entries = new Set(hasSearch ? entriesOf(snapshot, search) : []);
    const counts = countsOf(snapshot, documents);
    const withoutExtension = new Set(stored.map((path) => path.replace(/\.[^./]*$/, '')));
    return {
      ...counts,
      missingRecordings: recordingsNamed(documents).filter((key) => !withoutExtension.has(key)),
      orphanRecordings: stored.filter((path) => !known.has(ownerOfBlob(path))),
      orphanSearchEntries: [...entries].filter((entry) => !known.has(entry)).length,
      unsearchable: finishedOf(snapshot, documents).filter((id) => !entries.has(id)).length,
    };
  } finally {
    snapshot.close();
  }
}

/** `{owner}/conversations/{id}`, `{owner}/memories/{id}` and so on of every document that something may belong to. */
function idsOf(snapshot: SqliteSnapshot, file: string): Set<string> {
  const rows = snapshot.rows(
    file,
    `SELECT path FROM documents WHERE name IN ('conversations', 'memories', 'action_items', 'offline_recordings')`,
  );
  return new Set(Array.from(rows, ({ path }) => String(path).slice('users/'.length)));
}

function finishedOf(snapshot: SqliteSnapshot, file: string): string[] {
  const sql = `SELECT path FROM documents WHERE name = 'conversations' AND body ->> '$.status' = 'completed'
    AND coalesce(body ->> '$.discarded', 0) = 0 AND coalesce(body ->> '$.is_locked', 0) = 0`;
  return Array.from(snapshot.rows(file, sql), ({ path }) => String(path).slice('users/'.length));
}

/** What each search entry is about, in the same form; once for all entries of one thing. */
function entriesOf(snapshot: SqliteSnapshot, file: string): string[] {
  const sql = `SELECT DISTINCT owner, collection, CASE instr(id, ':') WHEN 0 THEN id ELSE substr(id, 1, instr(id, ':') - 1) END AS about
    FROM (SELECT owner, collection, d.id FROM keyword_documents d JOIN keyword_tables t ON t.id = d.table_id
      UNION ALL SELECT owner, namespace, r.id FROM vector_records r JOIN vector_namespaces n ON n.id = r.namespace_id)`;
  return Array.from(
    snapshot.rows(file, sql),
    ({ owner, collection, about }) =>
      `${String(owner)}/${DOCUMENTS_OF[String(collection)] ?? String(collection)}/${String(about)}`,
  );
}

function countsOf(snapshot: SqliteSnapshot, file: string) {
  const [row] = snapshot.rows(
    file,
    `SELECT count(*) AS documents,
       count(*) FILTER (WHERE name = 'conversations') AS conversations,
       count(*) FILTER (WHERE name = 'conversations' AND body ->> '$.status' IN ('in_progress', 'processing')) AS unfinished,
       count(*) FILTER (WHERE name = 'closed_accounts' AND body ->> '$.purged_at' IS NULL) AS unpurged
     FROM documents`,
  );
  return {
    documents: Number(row!['documents']),
    conversations: Number(row!['conversations']),
    unfinished: Number(row!['unfinished']),
    unpurgedAccounts: Number(row!['unpurged']),
  };
}

function ownerOfBlob(path: string): string {
  const [, ownerId, conversationId, file] = path.split('/');
  // Recordings that are being taken in do not belong to a conversation yet.
  if (conversationId === 'offline') return `${ownerId}/offline_recordings/${file!.replace(/\.bin$/, '')}`;
  return `${ownerId}/conversations/${conversationId}`;
}
