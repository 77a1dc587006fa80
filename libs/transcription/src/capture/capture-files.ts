import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#libs/kernel';
import type { AudioFormat } from '../codecs/audio-format.js';

/** What is written once, when a session begins. */
export interface CaptureHeader extends AudioFormat {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly language: string;
  readonly device: string | null;
  readonly startedAtMs: number;
}

const HEADER_FILE = 'session.json';
const SEGMENT_FILE = /^(\d{8})\.seg$/;
const TEMPORARY = '.tmp';
/** Lies beside the owners' folders, whose names are hashes. */
const JOURNAL_FOLDER = 'journal';

/** A name for any id that no id can use to climb out of its folder, and that no file system finds too long. */
function folderName(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 40);
}

export function sessionFolder(root: string, ownerId: string, sessionId: string): string {
  return join(ownerFolder(root, ownerId), folderName(sessionId));
}

export function ownerFolder(root: string, ownerId: string): string {
  return join(root, folderName(ownerId));
}

export function journalFolder(root: string): string {
  return join(root, JOURNAL_FOLDER);
}

export function segmentFile(folder: string, index: number): string {
  return join(folder, `${String(index).padStart(8, '0')}.seg`);
}

/** Where below the root of all logs a session's folder lies: `<owner>/<session>`. */
export function sessionPath(folder: string): string {
  return join(basename(dirname(folder)), basename(folder));
}

/** Numbers of the segments in a folder, in order; none when the folder is not there. */
export async function listSegments(folder: string): Promise<number[]> {
  const names = await namesIn(folder);
  return names
    .map((name) => SEGMENT_FILE.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** The folders of all sessions of all owners. */
export async function listSessionFolders(root: string): Promise<string[]> {
  const owners = (await namesIn(root)).filter((name) => name !== JOURNAL_FOLDER);
  const perOwner = await Promise.all(
    owners.map(async (owner) => (await namesIn(join(root, owner))).map((name) => join(root, owner, name))),
  );
  return perOwner.flat();
}

/** The folders of all sessions of one owner. */
export async function listOwnerFolders(root: string, ownerId: string): Promise<string[]> {
  const folder = ownerFolder(root, ownerId);
  return (await namesIn(folder)).map((name) => join(folder, name));
}

export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw storageError(error);
  }
}

export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw storageError(error);
  }
}

export async function readHeader(folder: string): Promise<CaptureHeader | null> {
  try {
    return JSON.parse(await readFile(join(folder, HEADER_FILE), 'utf8')) as CaptureHeader;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw storageError(error);
  }
}

/** Its name is safe on disk once the folder was synced. */
export async function writeHeader(folder: string, header: CaptureHeader): Promise<void> {
  await replaceFile(join(folder, HEADER_FILE), async (file) => {
    await file.writeFile(JSON.stringify(header));
  });
}

/** Writes a file beside the one it replaces and swaps them when it is safe on disk: never half a file. */
export async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = path + TEMPORARY;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await write(file);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw storageError(error);
  }
}

/** Makes new and removed names of a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

export async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** Whether the file system says that a file or its folder is not there. */
export function isAbsent(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Codes of the operating system that mean: no more room for this file. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Translates what the file system said. Full disks are told apart because a person can do something about them. */
export function storageError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = errorCode(error);
  return FULL.has(code ?? '')
    ? new AppError(
        'unavailable',
        'STORAGE_FULL',
        'The server has no room left for audio. Keep the recording and try again once space was freed.',
        {},
        { cause: error, retryAfterMs: 5_000 },
      )
    : new AppError(
        'unavailable',
        'STORAGE_UNAVAILABLE',
        'The server could not write audio to its disk. Keep the recording and try again.',
        { reason: code ?? 'unknown' },
        { cause: error, retryAfterMs: 1_000 },
      );
}
