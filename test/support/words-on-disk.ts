import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Where any of the words stands in the bytes of any file of a folder, as `file: word`: as UTF-8 in any case, as hexadecimal digits (so the
 * embedded store spells bytes), and in the databases' logs too. Audio is not listened to.
 */
export async function wordsOnDisk(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = (await readFile(path)).toString('latin1').toLowerCase();
    for (const word of words) {
      if (spellings(word).some((spelling) => text.includes(spelling)))
        found.push(`${relative(folder, path)}: ${word}`);
    }
  }
  return found.sort();
}

function spellings(word: string): string[] {
  const bytes = Buffer.from(word.toLowerCase());
  return [bytes.toString('latin1'), bytes.toString('hex')];
}
