import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Every `node_modules` folder that Node would search from here, nearest first. */
export function packageFolders(): readonly string[] {
  return require.resolve.paths('package') ?? [];
}

/**
 * The folder of an installed package, or undefined. Looked up by hand because `exports` of ESM packages hides their files from
 * `require.resolve`.
 */
export function packageFolder(name: string): string | undefined {
  return packageFolders()
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}
