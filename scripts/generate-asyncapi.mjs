#!/usr/bin/env node
// Writes docs/asyncapi.json from the built server. `--check` fails when it is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { format } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/asyncapi.json');
const { buildAsyncApi } = await import(join(root, 'dist/apps/api/src/asyncapi/asyncapi.js'));
const fresh = await format(JSON.stringify(buildAsyncApi()), { parser: 'json', printWidth: 110 });

if (!process.argv.includes('--check')) writeFileSync(page, fresh);
else if (readFileSync(page, 'utf8') !== fresh) {
  process.stderr.write('docs/asyncapi.json is out of date; run `npm run generate`.\n');
  process.exit(1);
}
