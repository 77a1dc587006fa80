import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#libs/kernel';
import { errorCode } from '../embedded/files/durable-files.js';
import { syncFile } from './backup-files.js';

export const BACKUP_FORMAT = 'mneme-backup';
export const BACKUP_VERSION = 1;
const MANIFEST_FILE = 'manifest.json';

/** Relative, with `/`, and no way out of the folder. */
const safePath = z
  .string()
  .min(1)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  format_version: z.number().int().min(1),
  created_at: z.iso.datetime(),
  /** Without it the copy of an encrypted folder cannot be read. */
  with_secrets: z.boolean(),
  /** Schema version of each database. */
  databases: z.record(z.string(), z.number().int()),
  counts: z.object({
    documents: z.number().int(),
    recordings: z.number().int(),
    unfinished_recordings: z.number().int(),
  }),
  files: z.array(
    z.object({ path: safePath, size: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** What a backup holds: every file with its size and SHA-256, and how much of what. */
export type BackupManifest = z.infer<typeof manifestSchema>;

export async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const file = join(folder, MANIFEST_FILE);
  await writeFile(file, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  await syncFile(file);
}

/** Errors: `not_found` BACKUP_MISSING; `invalid` BACKUP_DAMAGED, BACKUP_NEWER. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const value = await readJson(join(folder, MANIFEST_FILE), folder);
  const version = (value as { format_version?: unknown } | null)?.format_version;
  if (typeof version === 'number' && version > BACKUP_VERSION) throw newerBackup(folder);
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    throw damagedBackup(
      folder,
      `${MANIFEST_FILE}: ${parsed.error.issues[0]?.path.join('.') || 'no manifest'}`,
    );
  }
  return parsed.data;
}

export function damagedBackup(folder: string, where: string): AppError {
  return new AppError(
    'invalid',
    'BACKUP_DAMAGED',
    `The backup ${folder} is not what was written there: ${where} is missing, cut off or altered. Nothing was restored; use another backup.`,
    { path: folder, file: where },
  );
}

export function newerBackup(folder: string): AppError {
  return new AppError(
    'invalid',
    'BACKUP_NEWER',
    `The backup ${folder} was made by a newer version of Mneme. Install that version and restore with it.`,
    { path: folder },
  );
}

async function readJson(file: string, folder: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new AppError(
      'not_found',
      'BACKUP_MISSING',
      `There is no backup in ${folder}: it has no ${MANIFEST_FILE}. Name the folder that \`mneme backup\` wrote.`,
      { path: folder },
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damagedBackup(folder, MANIFEST_FILE);
  }
}
