import { SqliteSnapshot } from '#libs/sqlite';

/** Blob keys, without their extension, of the recordings and pieces of them that the conversations in a documents file name. */
export function recordingsNamed(documentsFile: string): string[] {
  return read(
    documentsFile,
    `SELECT path, json_extract(body, '$.audio_files') AS files FROM documents WHERE name = 'conversations'`,
  ).flatMap(({ path, files }) => {
    const [, ownerId, , conversationId] = String(path).split('/');
    return idsIn(files).map((id) => `audio/${ownerId}/${conversationId}/${id}`);
  });
}

export function countDocuments(documentsFile: string): number {
  return Number(read(documentsFile, 'SELECT count(*) AS found FROM documents')[0]!['found']);
}

function read(file: string, sql: string) {
  const snapshot = SqliteSnapshot.take([file]);
  try {
    return [...snapshot.rows(file, sql)];
  } finally {
    snapshot.close();
  }
}

/** A recording is one blob, or a folder of pieces. */
function idsIn(files: unknown): string[] {
  if (typeof files !== 'string') return [];
  const named = JSON.parse(files) as { id: string; chunk_ids?: string[] }[];
  return named.flatMap(({ id, chunk_ids: pieces }) => pieces?.map((piece) => `${id}/${piece}`) ?? [id]);
}
