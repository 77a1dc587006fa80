import { AppError } from '#libs/kernel';

/** Primary result codes: https://sqlite.org/rescode.html */
const FULL = 13;
/** CORRUPT, NOTADB */
const DAMAGED = new Set([11, 26]);
/** BUSY, LOCKED, READONLY, IOERR, CANTOPEN, PROTOCOL */
const AWAY = new Set([5, 6, 8, 10, 14, 15]);

/** Makes an AppError of what SQLite threw about `file`; anything else passes unchanged. */
export function translateSqliteError(thrown: unknown, file: string): unknown {
  const errcode = (thrown as { errcode?: unknown } | null)?.errcode;
  if (typeof errcode !== 'number') return thrown;
  const primary = errcode & 0xff;
  if (primary === FULL) return storageFull(thrown);
  const details = { file, sqlite_code: errcode };
  if (DAMAGED.has(primary)) return damaged(details, thrown);
  if (AWAY.has(primary)) return away(details, thrown);
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

function damaged(details: { file: string }, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_CORRUPT',
    `The database file ${details.file} is damaged. Stop Mneme, keep a copy of the data folder, and restore the newest backup; check the disk too.`,
    details,
    { cause },
  );
}

function away(details: { file: string }, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    'The database cannot be used right now. Check the disk and the rights on the data folder.',
    details,
    { cause },
  );
}
