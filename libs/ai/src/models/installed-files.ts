import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of an installed npm package, or undefined. Looked up by hand because `exports` of ESM packages hides their files from
 * `require.resolve`.
 */
export function packageFolder(name: string): string | undefined {
  const searched = createRequire(import.meta.url).resolve.paths('package') ?? [];
  return searched
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}

/** The folder of this project: the nearest one above that has a package.json, from `libs/` as from `dist/`. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
