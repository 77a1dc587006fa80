import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, newId } from '#libs/kernel';
import { inspectSqliteFile } from '#libs/sqlite';
import { errorCode, makeFolderDurably, syncFolder } from '../embedded/files/durable-files.js';
import { DOCUMENT_MIGRATIONS } from '../embedded/sqlite/document-schema.js';
import { copyDigesting, isVacant, removeTree, sizeOf } from './backup-files.js';
import { damagedBackup, newerBackup, readManifest, type BackupManifest } from './backup-manifest.js';
import { DOCUMENTS_FILE } from './data-layout.js';

export interface RestoreOptions {
  /** The folder that `writeBackup` wrote. */
  readonly backup: string;
  /** Must be empty or absent; it appears whole or not at all. */
  readonly dataDir: string;
  readonly progress?: (step: string) => void;
}

/**
 * Makes a data folder of a backup. Every file is compared with the manifest while it is copied, the databases are checked, and only then the
 * folder takes its place. Errors: `not_found` BACKUP_MISSING; `invalid` BACKUP_DAMAGED, BACKUP_NEWER; `conflict` RESTORE_TARGET_IN_USE;
 * `unavailable` RESTORE_TARGET_FIXED.
 */
export async function restoreBackup({ backup, dataDir, progress }: RestoreOptions): Promise<BackupManifest> {
  const manifest = await readManifest(backup);
  if ((manifest.databases[DOCUMENTS_FILE] ?? 0) > DOCUMENT_MIGRATIONS.length) throw newerBackup(backup);
  if (!(await isVacant(dataDir))) throw occupied(dataDir);
  const working = join(dirname(dataDir), `${basename(dataDir)}.${newId()}.restoring`);
  try {
    progress?.('copying');
    await makeFolderDurably(working);
    for (const file of manifest.files) await restoreFile(backup, working, file);
    progress?.('verifying');
    for (const name of Object.keys(manifest.databases)) {
      if (inspectSqliteFile(join(working, name)).problems.length > 0) throw damagedBackup(backup, name);
    }
    await putInPlace(working, dataDir);
    return manifest;
  } finally {
    await removeTree(working);
  }
}

async function restoreFile(
  backup: string,
  working: string,
  { path, size, sha256 }: BackupManifest['files'][number],
): Promise<void> {
  // A wrong length is seen without reading it all.
  if ((await sizeOf(join(backup, path))) !== size) throw damagedBackup(backup, path);
  try {
    const digest = await copyDigesting(join(backup, path), join(working, path));
    if (digest.sha256 !== sha256) throw damagedBackup(backup, path);
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? damagedBackup(backup, path) : error;
  }
}

async function putInPlace(working: string, dataDir: string): Promise<void> {
  try {
    await removeTree(dataDir);
    await rename(working, dataDir);
  } catch (error) {
    if (!['EBUSY', 'EXDEV', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
    throw new AppError(
      'unavailable',
      'RESTORE_TARGET_FIXED',
      `${dataDir} cannot be replaced (it is a mount point). Restore into a folder below it and set DATA_DIR to that.`,
      { path: dataDir },
      { cause: error },
    );
  }
  await syncFolder(dirname(dataDir));
}

function occupied(dataDir: string): AppError {
  return new AppError(
    'conflict',
    'RESTORE_TARGET_IN_USE',
    `${dataDir} is not empty, and a restore never overwrites. Name another folder with --data-dir, or move this one away.`,
    { path: dataDir },
  );
}
