import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '#libs/kernel';
import { errorCode, makeFolderDurably } from './files/durable-files.js';

const LOCK_FILE = 'mneme.lock';

/**
 * The folder under which everything lies, held by one process at a time. The lock is SQLite's exclusive lock on an empty file of its
 * own: Node has no file locks, and unlike a file with a process id in it, this one goes with the process, however it dies.
 */
export class DataFolder {
  private constructor(
    readonly path: string,
    private readonly lock: DatabaseSync,
  ) {}

  /** Errors: `unavailable` DATA_DIR_UNWRITABLE, DATA_DIR_IN_USE. */
  static async open(path: string): Promise<DataFolder> {
    try {
      await makeFolderDurably(path);
      await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw unwritable(path, error);
    }
    return new DataFolder(path, lockFile(path));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  close(): void {
    if (this.lock.isOpen) this.lock.close();
  }
}

/** Whether this process could use the folder, before anything opens a file in it. Errors as `DataFolder.open`. */
export async function checkDataFolder(path: string): Promise<void> {
  const folder = await DataFolder.open(path);
  folder.close();
}

function lockFile(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, LOCK_FILE));
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw unwritable(path, error);
    throw new AppError(
      'unavailable',
      'DATA_DIR_IN_USE',
      `Another Mneme process uses the data folder ${path}. Stop it, or set DATA_DIR to another folder.`,
      { path },
      { cause: error },
    );
  }
}

function unwritable(path: string, cause: unknown): AppError {
  const reason = errorCode(cause) ?? 'unknown reason';
  return new AppError(
    'unavailable',
    'DATA_DIR_UNWRITABLE',
    `The data folder ${path} cannot be written (${reason}). Give this user the right to write there, or set DATA_DIR to another folder.`,
    { path },
    { cause },
  );
}
