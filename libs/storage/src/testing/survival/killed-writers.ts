import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SystemClock, builtModuleUrl } from '#libs/kernel';
import { FileBlobStore } from '../../embedded/files/file-blob-store.js';
import { SqliteDocumentStore } from '../../embedded/sqlite/sqlite-document-store.js';
import {
  blobKey,
  contentOf,
  COUNTER,
  ENTRIES,
  entryPath,
  PAIRS,
  pairPaths,
  survivalFiles,
} from './survival-layout.js';

/** What kills of a writing process did; every list but the counts is to be empty. */
export interface SurvivalReport {
  kills: number;
  acknowledged: number;
  lost: string[];
  half: string[];
  damage: string[];
}

const LONGEST_LIFE_MS = 150;

/**
 * Starts a writing process on `folder`, kills it with SIGKILL at a random instant after its first answered write, looks whether all that
 * it had ever answered is there, and begins again on the same folder.
 */
export async function killWriters(folder: string, kills: number): Promise<SurvivalReport> {
  const report: SurvivalReport = { kills, acknowledged: 0, lost: [], half: [], damage: [] };
  const answered = new Set<string>();
  for (let round = 0; round < kills; round += 1) {
    for (const line of await answersUntilKilled(folder, round * 1_000_000)) answered.add(line);
    await inspect(folder, answered, report);
  }
  report.acknowledged = answered.size;
  return report;
}

async function answersUntilKilled(folder: string, first: number): Promise<string[]> {
  const program = fileURLToPath(builtModuleUrl(import.meta.url, './writer-process.js'));
  const child = spawn(process.execPath, [program, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const began = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    began.resolve();
  });
  const closed = once(child, 'close').then(() => began.resolve());
  await began.promise;
  await sleep(Math.random() * LONGEST_LIFE_MS);
  child.kill('SIGKILL');
  await closed;
  if (child.exitCode !== null) throw new Error(`the writer ended by itself with ${child.exitCode}`);
  // The last line may have been cut by the kill.
  return output.slice(0, output.lastIndexOf('\n')).split('\n');
}

async function inspect(folder: string, answered: ReadonlySet<string>, report: SurvivalReport): Promise<void> {
  const files = survivalFiles(folder);
  const documents = SqliteDocumentStore.open({
    file: files.documents,
    indexes: [],
    clock: new SystemClock(),
  });
  try {
    report.damage.push(...documents.integrityCheck());
    await inspectPairs(documents, answered, report);
    await inspectEntries(documents, answered, report);
  } finally {
    documents.close();
  }
  await inspectBlobs(await FileBlobStore.open(files.blobs), answered, report);
}

async function inspectPairs(
  store: SqliteDocumentStore,
  answered: ReadonlySet<string>,
  report: SurvivalReport,
): Promise<void> {
  const there = new Set((await store.query({ collection: PAIRS })).documents.map(({ path }) => path));
  const halvesOf = (n: number) => pairPaths(n).filter((path) => there.has(path)).length;
  const numbers = new Set([...there].map((path) => Number.parseInt(path.slice(PAIRS.length + 1), 10)));
  for (const n of numbers) if (halvesOf(n) === 1) report.half.push(`pair ${n}`);
  for (const [what, n] of parsed(answered)) {
    if (what === 'gone' && halvesOf(n) > 0) report.lost.push(`gone ${n}`);
    // A deletion may have been done though its answer was cut off.
    if (what === 'pair' && n % 5 !== 0 && halvesOf(n) === 0) report.lost.push(`pair ${n}`);
  }
}

async function inspectEntries(
  store: SqliteDocumentStore,
  answered: ReadonlySet<string>,
  report: SurvivalReport,
): Promise<void> {
  const counted = (await store.get<{ entries: number }>(COUNTER))?.data.entries ?? 0;
  const there = new Set((await store.query({ collection: ENTRIES })).documents.map(({ path }) => path));
  if (counted !== there.size) report.half.push(`${counted} counted, ${there.size} entries`);
  for (const [what, n] of parsed(answered)) {
    if (what === 'entry' && !there.has(entryPath(n))) report.lost.push(`entry ${n}`);
  }
}

async function inspectBlobs(
  store: FileBlobStore,
  answered: ReadonlySet<string>,
  report: SurvivalReport,
): Promise<void> {
  const whole = new Set<string>();
  for await (const { key } of store.list('audio/')) {
    const n = Number(/(\d+)\.ogg$/.exec(key)![1]);
    const bytes = Buffer.concat(await Array.fromAsync(await store.read(key)));
    if (bytes.equals(contentOf(n))) whole.add(key);
    else report.half.push(`blob ${n}`);
  }
  for (const [what, n] of parsed(answered)) {
    if (what === 'blob' && !whole.has(blobKey(n))) report.lost.push(`blob ${n}`);
  }
}

function parsed(answered: ReadonlySet<string>): [string, number][] {
  return [...answered].map((line) => {
    const [what, n] = line.split(' ') as [string, string];
    return [what, Number(n)];
  });
}
