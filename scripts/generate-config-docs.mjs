#!/usr/bin/env node
// Writes .env.example and docs/configuration.md from the table of variables. Needs a build (`npm run build`).
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderConfigurationPage, renderEnvExample } from '../dist/libs/config/src/configuration-docs.js';

const root = new URL('../', import.meta.url);
mkdirSync(new URL('docs/', root), { recursive: true });
writeFileSync(new URL('.env.example', root), renderEnvExample());
writeFileSync(new URL('docs/configuration.md', root), renderConfigurationPage());
