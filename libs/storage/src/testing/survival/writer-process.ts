import { SystemClock } from '#libs/kernel';
import { FileBlobStore } from '../../embedded/files/file-blob-store.js';
import { SqliteDocumentStore } from '../../embedded/sqlite/sqlite-document-store.js';
import { blobKey, contentOf, COUNTER, entryPath, pairPaths, survivalFiles } from './survival-layout.js';

/**
 * A program that a test may kill: `node writer-process.js FOLDER FIRST`. It writes as fast as it can, numbering from FIRST, and says
 * `pair N`, `gone N`, `entry N` or `blob N` once that write was answered.
 */
const [folder, first] = process.argv.slice(2) as [string, string];
const files = survivalFiles(folder);
const documents = SqliteDocumentStore.open({ file: files.documents, indexes: [], clock: new SystemClock() });
const blobs = await FileBlobStore.open(files.blobs);

const say = (what: string, n: number) => process.stdout.write(`${what} ${n}\n`);

async function writePairs(): Promise<never> {
  for (let n = Number(first); ; n += 1) {
    await documents.write(pairPaths(n).map((path) => ({ kind: 'set', path, data: { n } })));
    say('pair', n);
    if (n % 5 === 0) {
      await documents.write(pairPaths(n).map((path) => ({ kind: 'delete', path })));
      say('gone', n);
    }
    await new Promise(setImmediate);
  }
}

/** The counter says how many entries there are: one without the other would be half a transaction. */
async function writeEntries(): Promise<never> {
  for (;;) {
    const entry = await documents.transaction(async (transaction) => {
      const found = await transaction.get<{ entries: number }>(COUNTER);
      const entries = (found?.data.entries ?? 0) + 1;
      transaction.write({ kind: 'set', path: COUNTER, data: { entries } });
      transaction.write({ kind: 'create', path: entryPath(entries), data: {} });
      return entries;
    });
    say('entry', entry);
    await new Promise(setImmediate);
  }
}

async function writeBlobs(): Promise<never> {
  for (let n = Number(first); ; n += 1) {
    await blobs.put(blobKey(n), contentOf(n), 'audio/ogg');
    say('blob', n);
  }
}

await Promise.all([writePairs(), writeEntries(), writeBlobs()]);
