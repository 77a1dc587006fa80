import { AppError } from '#libs/kernel';

const FULL = 13;
/** BUSY, LOCKED, READONLY, IOERR, CORRUPT, CANTOPEN, PROTOCOL, NOTADB: https://sqlite.org/rescode.html */
const AWAY = new Set([5, 6, 8, 10, 11, 14, 15, 26]);

/** Makes the port's error of what SQLite threw; anything else passes unchanged. */
export function translateSqliteError(thrown: unknown): unknown {
  const errcode = (thrown as { errcode?: unknown } | null)?.errcode;
  if (typeof errcode !== 'number') return thrown;
  const primary = errcode & 0xff;
  if (primary === FULL) return storageFull(thrown);
  if (AWAY.has(primary)) {
    return new AppError(
      'unavailable',
      'STORAGE_UNAVAILABLE',
      'The database cannot be used right now. Check the disk and the rights on the data folder.',
      { sqlite_code: errcode },
      { cause: thrown },
    );
  }
  return thrown;
}

export function storageFull(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_FULL',
    'The disk is full. Free some space; nothing that was confirmed is lost.',
    {},
    { cause },
  );
}
