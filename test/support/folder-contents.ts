import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below a folder by its path. */
export async function contentsOf(root: string): Promise<Record<string, string>> {
  const entries = (await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])).filter(
    (entry) => entry.isFile(),
  );
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  return Object.fromEntries(files.map((file, index) => [file.slice(root.length), texts[index]!]));
}
