import { AppError, type Clock } from '#libs/kernel';
import { levelOf } from '../crypto/protection-levels.js';
import type { SealedStorage } from '../crypto/sealed-storage.js';
import type { StoredDocument } from '../ports/document-store.js';
import { canonicalText } from './portable-values.js';
import { differences, digestStorage, type StorageDigest } from './storage-digest.js';
import { pagesOf } from './pages.js';

export interface MigrationOptions {
  /** Both in the open: what is encrypted is read with the one's keys and written with the other's. Nobody else may write to either. */
  readonly from: SealedStorage;
  readonly to: SealedStorage;
  readonly clock: Clock;
  readonly progress?: (done: string) => void;
  /** What else belongs to the move. Done when both sides are the same and before it counts as done, so a run that is cut off here does it again. */
  readonly finish?: () => Promise<void>;
}

export interface MigrationReport {
  /** What lies on both sides now, by collection. */
  readonly digest: StorageDigest;
  /** Written in this run; the rest was there from one that was cut off. */
  readonly written: number;
}

/** Stands at the destination from the first to the last write: what lies there then is ours and may be replaced. */
const MARKER = 'server/migration';
const EXCEPT = new Set([MARKER]);
/** Documents compared and written at once: far below Firestore's 10 MiB for one commit with documents of ordinary size. */
const PAGE = 20;

/**
 * Copies every document and recording of every owner, then reads both sides and compares them. Search is not copied: it is derived. A run
 * that was cut off anywhere is finished by the next one.
 * Errors: `conflict` MIGRATION_TARGET_IN_USE; `unavailable` MIGRATION_DIFFERS and those of the stores.
 */
export async function migrateStorage(options: MigrationOptions): Promise<MigrationReport> {
  const { from, to, progress, finish } = options;
  await claimTarget(options);
  const written = (await copyDocuments(options)) + (await copyBlobs(options));
  await removeSurplus(options);
  progress?.('verifying');
  const digest = await digestStorage(from, { except: EXCEPT, ...(progress && { progress }) });
  const copied = await digestStorage(to, { except: EXCEPT, ...(progress && { progress }) });
  const different = differences(digest, copied);
  if (different.length > 0) throw differs(different);
  await finish?.();
  await to.documents.write([{ kind: 'delete', path: MARKER }]);
  return { digest, written };
}

async function claimTarget({ to, clock }: MigrationOptions): Promise<void> {
  if (await to.documents.get(MARKER)) return;
  for await (const { path } of to.documents.tree()) throw occupied(path);
  for await (const { key } of to.blobs.list('')) throw occupied(key);
  await to.documents.write([{ kind: 'create', path: MARKER, data: { started_at: clock.now() } }]);
}

async function copyDocuments({ from, to, progress }: MigrationOptions): Promise<number> {
  let seen = 0;
  let written = 0;
  for await (const page of pagesOf(from.documents.tree(), PAGE)) {
    const stored = await to.documents.getMany(page.map(({ path }) => path));
    const changed = page.filter(
      ({ data }, index) => !stored[index] || canonicalText(stored[index].data) !== canonicalText(data),
    );
    await followLevels(to, changed);
    if (changed.length > 0) {
      await to.documents.write(changed.map(({ path, data }) => ({ kind: 'set', path, data })));
    }
    seen += page.length;
    written += changed.length;
    progress?.(`documents: ${seen}`);
  }
  return written;
}

/** An account comes before what lies below it: from then on everything of its owner is written at the level it had. */
async function followLevels(to: SealedStorage, documents: readonly StoredDocument[]): Promise<void> {
  for (const { path, data } of documents) {
    const [collection, ownerId, ...below] = path.split('/');
    if (collection === 'users' && below.length === 0) await to.levels.changed(ownerId!, levelOf(data));
  }
}

async function copyBlobs({ from, to, progress }: MigrationOptions): Promise<number> {
  let seen = 0;
  let written = 0;
  for await (const { key, sizeBytes, contentType } of from.blobs.list('')) {
    const there = await to.blobs.stat(key);
    if (there?.sizeBytes !== sizeBytes || there.contentType !== contentType) {
      await to.blobs.put(key, await from.blobs.read(key), contentType);
      written += 1;
    }
    seen += 1;
    progress?.(`recordings: ${seen}`);
  }
  return written;
}

/** What an earlier run copied and the source has deleted since; nothing else can be there, as the destination was empty when it was claimed. */
async function removeSurplus({ from, to }: MigrationOptions): Promise<void> {
  for await (const page of pagesOf(to.documents.tree(), PAGE)) {
    const original = await from.documents.getMany(page.map(({ path }) => path));
    const surplus = page.filter(({ path }, index) => !original[index] && !EXCEPT.has(path));
    if (surplus.length > 0) await to.documents.write(surplus.map(({ path }) => ({ kind: 'delete', path })));
  }
  for await (const { key } of to.blobs.list(''))
    if (!(await from.blobs.stat(key))) await to.blobs.delete(key);
}

function occupied(path: string): AppError {
  return new AppError(
    'conflict',
    'MIGRATION_TARGET_IN_USE',
    `The destination holds data already (${path}): it was moved there to the end, or is somebody else's, and nothing is overwritten. ` +
      'Name an empty one, or empty it.',
    { path },
  );
}

function differs(names: readonly string[]): AppError {
  return new AppError(
    'unavailable',
    'MIGRATION_DIFFERS',
    `The two sides are not the same (${names.join(', ')}): something wrote to one of them meanwhile. Stop every server of both and run it again.`,
    { names },
  );
}
