import { createHash } from 'node:crypto';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, newId } from '#libs/kernel';
import { LEVEL_FIELD } from '../crypto/protection-levels.js';
import { makeFolderDurably, syncFolder } from '../embedded/files/durable-files.js';
import type { BlobInfo, BlobStore } from '../ports/blob-store.js';
import type { DocumentStore, StoredDocument } from '../ports/document-store.js';
import { isVacant, removeTree, syncFile } from './backup-files.js';
import {
  BLOBS_FILE,
  EXPORT_FORMAT,
  EXPORT_MANIFEST,
  EXPORT_VERSION,
  type BlobLine,
  type ExportManifest,
} from './export-manifest.js';
import {
  blobPrefixes,
  comparePaths,
  fileOf,
  portableKey,
  portablePath,
  PROFILE,
  withoutAccountFields,
} from './owner-layout.js';
import { toPortable } from './portable-values.js';

export interface ExportedStores {
  /** In the open: what is encrypted for the owner is written out decrypted. */
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
}

export interface ExportOptions {
  readonly ownerId: string;
  /** Must be empty or absent; it appears whole or not at all. */
  readonly target: string;
  readonly progress?: (done: string) => void;
}

/** Documents read at once. */
const PAGE = 50;

/**
 * Writes everything of one owner as JSON Lines and sound files (docs/export-format.md). The same data always makes the same bytes: no time
 * and no id of the server is in it. Errors: `conflict` EXPORT_TARGET_IN_USE and those of the stores.
 */
export async function exportOwner(stores: ExportedStores, options: ExportOptions): Promise<ExportManifest> {
  const { target } = options;
  if (!(await isVacant(target))) throw occupied(target);
  const working = join(dirname(target), `${basename(target)}.${newId()}.partial`);
  try {
    await makeFolderDurably(working);
    const files = [
      ...(await writeDocuments(stores, working, options)),
      await writeBlobs(stores, working, options),
    ];
    const manifest: ExportManifest = {
      format: EXPORT_FORMAT,
      format_version: EXPORT_VERSION,
      files: files.sort((a, b) => comparePaths(a.path, b.path)),
    };
    await writeFile(join(working, EXPORT_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, {
      mode: 0o600,
    });
    await syncFile(join(working, EXPORT_MANIFEST));
    await removeTree(target);
    await rename(working, target);
    await syncFolder(dirname(target));
    return manifest;
  } finally {
    await removeTree(working);
  }
}

type ExportedFile = ExportManifest['files'][number];

async function writeDocuments(
  { documents }: ExportedStores,
  working: string,
  { ownerId, progress }: ExportOptions,
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const [file, paths] of await pathsByFile(documents, ownerId)) {
    const lines = await LinesFile.create(working, file);
    for await (const stored of documentsAt(documents, paths)) {
      await lines.add(lineOf(stored, ownerId));
      progress?.(`${file}: ${lines.count}`);
    }
    files.push(await lines.close());
  }
  return files;
}

/** In the order of the paths. What was deleted since its path was read is no longer there. */
async function* documentsAt(
  documents: DocumentStore,
  paths: readonly { path: string }[],
): AsyncIterable<StoredDocument> {
  for (let from = 0; from < paths.length; from += PAGE) {
    const page = await documents.getMany(paths.slice(from, from + PAGE).map(({ path }) => path));
    yield* page.filter((stored) => stored !== null);
  }
}

/** Every path of the owner by the file it belongs in, each list in order: the walk's own order differs from store to store. */
async function pathsByFile(
  documents: DocumentStore,
  ownerId: string,
): Promise<Map<string, { path: string; portable: string }[]>> {
  const files = new Map<string, { path: string; portable: string }[]>();
  for await (const { path } of documents.tree(`users/${ownerId}`)) {
    const portable = portablePath(path, ownerId);
    if (portable === null) continue;
    const file = fileOf(portable);
    files.set(file, [...(files.get(file) ?? []), { path, portable }]);
  }
  for (const paths of files.values()) paths.sort((a, b) => comparePaths(a.portable, b.portable));
  return files;
}

function lineOf({ path, data }: StoredDocument, ownerId: string): unknown {
  const portable = portablePath(path, ownerId)!;
  const body = { ...(portable === PROFILE ? withoutAccountFields(data) : data) } as Record<string, unknown>;
  // How it is protected is for each server to say.
  delete body[LEVEL_FIELD];
  return { path: portable, data: toPortable(body, ownerId) };
}

async function writeBlobs(
  { blobs }: ExportedStores,
  working: string,
  { ownerId, progress }: ExportOptions,
): Promise<ExportedFile> {
  const lines = await LinesFile.create(working, BLOBS_FILE);
  for (const prefix of blobPrefixes(ownerId)) {
    for await (const info of blobs.list(prefix)) {
      await lines.add(await writeBlob(blobs, info, working));
      progress?.(`recordings: ${lines.count}`);
    }
  }
  return lines.close();
}

async function writeBlob(
  blobs: BlobStore,
  { key, contentType }: BlobInfo,
  working: string,
): Promise<BlobLine> {
  const portable = portableKey(key);
  const target = join(working, portable);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of await blobs.read(key)) {
      hash.update(chunk);
      size += chunk.length;
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { key: portable, content_type: contentType, size, sha256: hash.digest('hex') };
}

/** A file of JSON Lines that is digested while it grows. */
class LinesFile {
  count = 0;
  private size = 0;
  private readonly hash = createHash('sha256');

  private constructor(
    private readonly path: string,
    private readonly file: Awaited<ReturnType<typeof open>>,
  ) {}

  static async create(folder: string, path: string): Promise<LinesFile> {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    return new LinesFile(path, await open(join(folder, path), 'wx', 0o600));
  }

  async add(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    this.hash.update(line);
    this.size += line.length;
    this.count += 1;
    await this.file.appendFile(line);
  }

  async close(): Promise<ExportedFile> {
    await this.file.sync();
    await this.file.close();
    return { path: this.path, lines: this.count, size: this.size, sha256: this.hash.digest('hex') };
  }
}

function occupied(target: string): AppError {
  return new AppError(
    'conflict',
    'EXPORT_TARGET_IN_USE',
    `${target} is not empty. Name a new folder for the export.`,
    { path: target },
  );
}
