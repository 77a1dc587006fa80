import { createHash } from 'node:crypto';
import { AppError } from '#libs/kernel';
import { LEVEL_FIELD } from '../crypto/protection-levels.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { DocumentStore, DocumentWrite } from '../ports/document-store.js';
import type { ExportedStores } from './owner-export.js';
import type { BlobLine } from './export-manifest.js';
import { ExportReader, type ExportedDocument } from './export-reader.js';
import { blobKey, PROFILE, withoutAccountFields } from './owner-layout.js';
import { canonicalText } from './portable-values.js';
import { pagesOf } from './pages.js';

export interface ImportOptions {
  readonly source: string;
  /** Whose it becomes. The account must exist. */
  readonly ownerId: string;
  /** Overwrites what is there and differs. Nothing is ever deleted. */
  readonly replace: boolean;
  readonly progress?: (done: string) => void;
}

export interface ImportReport {
  readonly documents: number;
  readonly recordings: number;
  /** Of both: were there already, the same. */
  readonly unchanged: number;
}

/** Documents read and written at once: far below Firestore's 10 MiB for one commit with documents of ordinary size. */
const PAGE = 20;

/**
 * Gives an export to an owner. First all of it is checked, then what is there already is compared; only then anything is written. A run that
 * was cut off is finished by running it again: what is the same already is no collision.
 * Errors: those of `ExportReader`; `conflict` IMPORT_COLLIDES.
 */
export async function importOwner(stores: ExportedStores, options: ImportOptions): Promise<ImportReport> {
  const { source, ownerId, replace, progress } = options;
  const reader = await ExportReader.open(source, ownerId);
  progress?.('checking every line');
  await reader.validate();
  if (!replace) await refuseCollisions(stores, reader, ownerId);

  const report = { documents: 0, recordings: 0, unchanged: 0 };
  for await (const page of pagesOf(reader.documents(), PAGE)) {
    const writes = (await differing(stores.documents, page)).map(({ document }) => writeOf(document));
    if (writes.length > 0) await stores.documents.write(writes);
    report.documents += page.length;
    report.unchanged += page.length - writes.length;
    progress?.(`documents: ${report.documents}`);
  }
  for await (const line of reader.blobs()) {
    const target = blobKey(line.key, ownerId);
    if ((await compareBlob(stores.blobs, target, line)) === 'same') report.unchanged += 1;
    else await stores.blobs.put(target, reader.content(line.key), line.content_type);
    report.recordings += 1;
    progress?.(`recordings: ${report.recordings}`);
  }
  return report;
}

async function refuseCollisions(
  stores: ExportedStores,
  reader: ExportReader,
  ownerId: string,
): Promise<void> {
  const found: string[] = [];
  for await (const page of pagesOf(reader.documents(), PAGE)) {
    const taken = (await differing(stores.documents, page)).filter(({ exists }) => exists);
    // The profile describes the account, which exists before anything can be imported for it.
    found.push(...taken.map(({ document }) => document.portable).filter((portable) => portable !== PROFILE));
  }
  for await (const line of reader.blobs()) {
    if ((await compareBlob(stores.blobs, blobKey(line.key, ownerId), line)) === 'other') found.push(line.key);
  }
  if (found.length === 0) return;
  throw new AppError(
    'conflict',
    'IMPORT_COLLIDES',
    `${found.length} of these exist here with another content (${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}). ` +
      'Nothing was imported. Say --replace to overwrite them, or import into another account.',
    { count: found.length, first: found.slice(0, 3) },
  );
}

/** Those that are not stored exactly like this yet. */
async function differing(
  documents: DocumentStore,
  page: readonly ExportedDocument[],
): Promise<{ document: ExportedDocument; exists: boolean }[]> {
  const stored = await documents.getMany<Record<string, unknown>>(page.map(({ path }) => path));
  return page.flatMap((document, index) => {
    const there = stored[index];
    if (there && comparable(document.portable, there.data) === canonicalText(document.data)) return [];
    return [{ document, exists: there !== null && there !== undefined }];
  });
}

async function compareBlob(
  blobs: BlobStore,
  key: string,
  { size, sha256 }: BlobLine,
): Promise<'absent' | 'same' | 'other'> {
  const there = await blobs.stat(key);
  if (!there) return 'absent';
  if (there.sizeBytes !== size) return 'other';
  const hash = createHash('sha256');
  for await (const chunk of await blobs.read(key)) hash.update(chunk);
  return hash.digest('hex') === sha256 ? 'same' : 'other';
}

function comparable(portable: string, data: Record<string, unknown>): string {
  const body = { ...(portable === PROFILE ? withoutAccountFields(data) : data) } as Record<string, unknown>;
  delete body[LEVEL_FIELD];
  return canonicalText(body);
}

/** What an account may do here does not come out of a file. */
function writeOf({ portable, path, data }: ExportedDocument): DocumentWrite {
  return portable === PROFILE
    ? { kind: 'merge', path, data: withoutAccountFields(data) }
    : { kind: 'set', path, data };
}
