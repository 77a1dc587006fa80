import { join } from 'node:path';

/** How many entries there are. */
export const COUNTER = 'users/ada';
export const ENTRIES = 'users/ada/entries';
export const PAIRS = 'users/ada/pairs';

const BLOB_BYTES = 20_000;

export function survivalFiles(folder: string): { documents: string; blobs: string } {
  return { documents: join(folder, 'documents.db'), blobs: join(folder, 'blobs') };
}

export function entryPath(n: number): string {
  return `${ENTRIES}/${n}`;
}

/** Two documents that one batch writes and one batch deletes. */
export function pairPaths(n: number): [string, string] {
  return [`${PAIRS}/${n}-left`, `${PAIRS}/${n}-right`];
}

export function blobKey(n: number): string {
  return `audio/ada/${n}.ogg`;
}

export function contentOf(n: number): Buffer {
  return Buffer.alloc(BLOB_BYTES, `${n} `);
}
