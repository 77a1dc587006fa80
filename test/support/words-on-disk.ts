import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { wordsIn } from './words-in.js';

/** Where any of the words stands in any file of a folder, as `file: word`; in the databases' logs too. */
export async function wordsOnDisk(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.push(...wordsIn(relative(folder, path), await readFile(path), words));
  }
  return found.sort();
}
