#!/usr/bin/env node
// Writes docs/openapi.json from the built server. `--check` fails when it is out of date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { format } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/openapi.json');
const { createApp } = await import(join(root, 'dist/apps/api/src/server.js'));
const { buildOpenApi } = await import(join(root, 'dist/apps/api/src/openapi.js'));
const { loadConfig } = await import(join(root, 'dist/libs/config/src/index.js'));

const dataDir = mkdtempSync(join(tmpdir(), 'mneme-openapi-'));
const app = await createApp(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
const fresh = await format(JSON.stringify(buildOpenApi(app)), { parser: 'json', printWidth: 110 });
await app.close();
rmSync(dataDir, { recursive: true });

if (!process.argv.includes('--check')) writeFileSync(page, fresh);
else if (readFileSync(page, 'utf8') !== fresh) {
  process.stderr.write('docs/openapi.json is out of date; run `npm run generate`.\n');
  process.exit(1);
}
