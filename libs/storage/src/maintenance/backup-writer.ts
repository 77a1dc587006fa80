import { readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, newId, type Clock } from '#libs/kernel';
import { inspectSqliteFile, SqliteSnapshot } from '#libs/sqlite';
import { makeFolderDurably, syncFolder } from '../embedded/files/durable-files.js';
import {
  copyIfThere,
  digestOf,
  filesBelow,
  isVacant,
  linkOrCopy,
  removeTree,
  sizeOf,
} from './backup-files.js';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  readManifest,
  writeManifest,
  type BackupManifest,
} from './backup-manifest.js';
import {
  BLOBS_FOLDER,
  CAPTURE_FOLDER,
  DATABASE_FILES,
  DOCUMENTS_FILE,
  NODE_FILE,
  SECRETS_FILE,
} from './data-layout.js';
import { countDocuments, recordingsNamed } from './named-recordings.js';

export interface BackupOptions {
  /** The data folder, whether a server uses it or not. */
  readonly dataDir: string;
  /** The backup becomes this folder; one that is a backup already is replaced when the new one is whole. */
  readonly target: string;
  readonly withSecrets: boolean;
  readonly clock: Clock;
  /** Told what is being done. */
  readonly progress?: (step: string) => void;
}

export interface BackupReport {
  readonly path: string;
  readonly manifest: BackupManifest;
  readonly sizeBytes: number;
  /** Recordings that a conversation names and the data folder does not hold; not the backup's doing. */
  readonly missingRecordings: readonly string[];
}

/** A conversation that is deleted while its recording is copied makes another look at the documents necessary. */
const ATTEMPTS = 3;
const HELD_PREFIX = '.backup-';

/**
 * Copies a data folder that may be in use (docs/adr/0010). First every file of unfinished recordings gets a second name, then all databases are
 * fixed to one instant, then recordings that came in between get theirs: so whatever the databases call unfinished is among them, even if
 * it is let go a moment later. Finished recordings never change and are linked or copied last.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  await refuseBadTarget(options);
  const working = join(dirname(options.target), `${basename(options.target)}.${newId()}.partial`);
  const held = join(options.dataDir, `${HELD_PREFIX}${newId()}`);
  try {
    await makeFolderDurably(working);
    const report = await fill(options, working, held);
    await putInPlace(working, options.target);
    return report;
  } finally {
    await removeTree(held);
    await removeTree(working);
  }
}

/** Lets go of what a backup that died held in the data folder: it may have been deleted since. For the server's start. */
export async function releaseHeldFiles(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(HELD_PREFIX)) await removeTree(join(dataDir, name));
  }
}

async function fill(options: BackupOptions, working: string, held: string): Promise<BackupReport> {
  const { dataDir, progress } = options;
  let missing: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    for (const name of DATABASE_FILES) await removeTree(join(working, name));
    progress?.('databases');
    await holdUnfinished(dataDir, held);
    const snapshot = SqliteSnapshot.take(await databasesOf(dataDir));
    try {
      await holdUnfinished(dataDir, held);
      await copyDatabases(snapshot, dataDir, working);
    } finally {
      snapshot.close();
    }
    progress?.('recordings');
    await copyRecordings(dataDir, working);
    missing = await missingIn(working);
    if (missing.length === 0) break;
  }
  await copyUnfinished(held, working);
  await copyIfThere(join(dataDir, NODE_FILE), join(working, NODE_FILE));
  if (options.withSecrets) await copyIfThere(join(dataDir, SECRETS_FILE), join(working, SECRETS_FILE));
  progress?.('verifying');
  return { ...(await seal(options, working)), missingRecordings: missing };
}

/** Gives every file of unfinished recordings a name in a folder of ours. A file that was replaced since wins over what it replaced. */
async function holdUnfinished(dataDir: string, held: string): Promise<void> {
  const root = join(dataDir, CAPTURE_FOLDER);
  for (const path of await filesBelow(root)) {
    const target = join(held, CAPTURE_FOLDER, path);
    const isNew = await linkOrCopy(join(root, path), target);
    if (isNew && (await sizeOf(join(root, path))) > (await sizeOf(target))) {
      await removeTree(target);
      await linkOrCopy(join(root, path), target);
    }
  }
}

async function copyUnfinished(held: string, working: string): Promise<void> {
  for (const path of await filesBelow(held)) {
    if (!(await copyIfThere(join(held, path), join(working, path)))) throw interrupted();
  }
}

async function databasesOf(dataDir: string): Promise<string[]> {
  const files = [];
  for (const name of DATABASE_FILES) {
    if ((await sizeOf(join(dataDir, name))) > 0) files.push(join(dataDir, name));
  }
  return files;
}

async function copyDatabases(snapshot: SqliteSnapshot, dataDir: string, working: string): Promise<void> {
  for (const file of await databasesOf(dataDir)) {
    await snapshot.copyTo(file, join(working, basename(file)));
  }
}

async function copyRecordings(dataDir: string, working: string): Promise<void> {
  for (const path of await filesBelow(join(dataDir, BLOBS_FOLDER))) {
    await linkOrCopy(join(dataDir, BLOBS_FOLDER, path), join(working, BLOBS_FOLDER, path));
  }
}

async function missingIn(working: string): Promise<string[]> {
  const stored = new Set(
    (await filesBelow(join(working, BLOBS_FOLDER))).map((path) => path.replace(/\.[^./]*$/, '')),
  );
  return recordingsNamed(join(working, DOCUMENTS_FILE)).filter((key) => !stored.has(key));
}

/** Checks the copy and writes down what it holds. */
async function seal(
  { target, withSecrets, clock }: BackupOptions,
  working: string,
): Promise<Omit<BackupReport, 'missingRecordings'>> {
  const databases: Record<string, number> = {};
  for (const file of await databasesOf(working)) {
    const { version, problems } = inspectSqliteFile(file);
    if (problems.length > 0) throw brokenSource(basename(file), problems[0]!);
    databases[basename(file)] = version;
  }
  const files = [];
  for (const path of await filesBelow(working))
    files.push({ path, ...(await digestOf(join(working, path))) });
  const paths = files.map((file) => file.path);
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    format_version: BACKUP_VERSION,
    created_at: clock.now().toISOString(),
    with_secrets: withSecrets && paths.includes(SECRETS_FILE),
    databases,
    counts: {
      documents: countDocuments(join(working, DOCUMENTS_FILE)),
      recordings: paths.filter((path) => path.startsWith(`${BLOBS_FOLDER}/`)).length,
      unfinished_recordings: paths.filter((path) => path.endsWith('/session.json')).length,
    },
    files,
  };
  await writeManifest(working, manifest);
  return { path: target, manifest, sizeBytes: files.reduce((sum, file) => sum + file.size, 0) };
}

/** By two renames; whoever dies between them leaves the older backup beside the place, whole, under another name. */
async function putInPlace(working: string, target: string): Promise<void> {
  await syncFolder(working);
  const older = `${target}.older`;
  const replaces = !(await isVacant(target));
  if (replaces) {
    await removeTree(older);
    await rename(target, older);
  } else {
    await removeTree(target);
  }
  await rename(working, target);
  await syncFolder(dirname(target));
  if (replaces) await removeTree(older);
}

async function refuseBadTarget({ dataDir, target }: BackupOptions): Promise<void> {
  if ((await sizeOf(join(dataDir, DOCUMENTS_FILE))) === 0) {
    throw new AppError(
      'not_found',
      'NOTHING_TO_BACK_UP',
      `There is no data in ${dataDir}. Set DATA_DIR, or --data-dir, to the server's data folder.`,
      { path: dataDir },
    );
  }
  if (`${target}/`.startsWith(`${dataDir}/`)) {
    throw new AppError(
      'invalid',
      'BACKUP_INSIDE_DATA',
      'A backup inside the data folder would be lost with it. Name a folder elsewhere, best on another disk.',
      { path: target },
    );
  }
  if (await isVacant(target)) return;
  await readManifest(target).catch(() => {
    throw new AppError(
      'conflict',
      'BACKUP_TARGET_IN_USE',
      `${target} holds something that is no backup. Name another folder, or empty this one.`,
      { path: target },
    );
  });
}

function brokenSource(file: string, problem: string): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_CORRUPT',
    `${file} is damaged (${problem}), so no backup was made. Keep the data folder as it is, and restore an earlier backup elsewhere.`,
    { file },
  );
}

function interrupted(): AppError {
  return new AppError(
    'conflict',
    'BACKUP_INTERRUPTED',
    'The server was started while the backup was made. Run the backup again.',
  );
}
