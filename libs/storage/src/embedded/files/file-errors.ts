import { AppError } from '#libs/kernel';
import { storageFull } from '#libs/sqlite';
import { errorCode } from './durable-files.js';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
/** Something that is not a blob, or not a folder, lies where one should. */
const OCCUPIED = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);

/** Runs file work and makes the port's errors of the system's; codes in `fine` mean undefined. */
export async function translated<T>(
  work: () => Promise<T>,
  fine: ReadonlySet<string> = new Set(),
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof AppError || code === undefined) throw error;
    if (fine.has(code)) return undefined;
    throw translatedCode(code, error);
  }
}

function translatedCode(code: string, cause: unknown): AppError {
  if (FULL.has(code)) return storageFull(cause);
  if (OCCUPIED.has(code)) return occupied();
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    `The data folder cannot be used right now (${code}). Check the disk and the rights on it.`,
    { system_code: code },
    { cause },
  );
}

export function occupied(): AppError {
  return new AppError(
    'invalid',
    'BLOB_KEY_INVALID',
    'This key cannot be used: a part of it is taken by something else.',
  );
}
