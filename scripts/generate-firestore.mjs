#!/usr/bin/env node
// Writes docker/firestore/ from the collections that the code declares. `--check` fails when it is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { format } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docker/firestore');
const built = (path) => import(join(root, 'dist', path));
const { productCollections } = await built('libs/product/src/index.js');
const { FIRESTORE_RULES, firestoreIndexes } = await built(
  'libs/storage/src/cloud/firestore/firestore-indexes.js',
);

const indexes = JSON.stringify(firestoreIndexes(productCollections));
const files = {
  'firestore.indexes.json': await format(indexes, { parser: 'json', printWidth: 110 }),
  'firestore.rules': FIRESTORE_RULES,
};

for (const [name, fresh] of Object.entries(files)) {
  const path = join(folder, name);
  if (!process.argv.includes('--check')) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, fresh);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== fresh) {
    process.stderr.write(`docker/firestore/${name} is out of date; run \`npm run generate\`.\n`);
    process.exitCode = 1;
  }
}
