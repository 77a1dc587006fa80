import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The URL of a module that a worker thread can load. Threads run plain Node, so when the caller itself runs from TypeScript
 * (unit tests) the compiled twin under `dist/` is meant; `npm run build` must have run.
 * @param importMetaUrl the caller's `import.meta.url`
 * @param relative the module beside the caller, e.g. `./vector-worker.js`
 */
export function builtModuleUrl(importMetaUrl: string, relative: string): URL {
  const sibling = new URL(relative, importMetaUrl);
  if (!importMetaUrl.endsWith('.ts')) return sibling;
  const path = fileURLToPath(sibling);
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  return pathToFileURL(`${root}dist/${path.slice(root.length)}`);
}
