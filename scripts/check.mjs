#!/usr/bin/env node
// `fast`: format, lint, types, floors, generated files, unit and contract tests. `all`: these and the medium and end-to-end tests.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (path) => `node_modules/${path}`;
const checks = [
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  ['lint', bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['types', bin('typescript7/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  ['picture of the architecture', 'scripts/generate-architecture.mjs', '--check'],
  ['API document', 'scripts/generate-openapi.mjs', '--check'],
  ['document of the sockets', 'scripts/generate-asyncapi.mjs', '--check'],
  ['Firestore indexes', 'scripts/generate-firestore.mjs', '--check'],
  [
    'floors',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    'apps',
    'libs',
    'test',
  ],
];

function run(args) {
  return new Promise((resolve) => {
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).once('exit', (code) => resolve(code ?? 1));
  });
}

async function timed(name, args) {
  const startedMs = Date.now();
  const code = await run(args);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  process.stderr.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
  return code === 0;
}

const [scope = 'fast', ...vitestArgs] = process.argv.slice(2);
let clean = true;
for (const [name, ...args] of checks) clean = (await timed(name, args)) && clean;

const projects = scope === 'all' ? [] : ['--project', 'fast'];
clean = (await timed('tests', [bin('vitest/vitest.mjs'), 'run', ...projects, ...vitestArgs])) && clean;
if (!clean) {
  process.stderr.write(
    '\nSomething above failed. `npm run format` mends formatting, `npm run generate` documents; the rest says where.\n',
  );
  process.exit(1);
}
process.stderr.write(
  scope === 'all'
    ? '\nAll checks and tests passed. Next: `npm run demo` shows the main job, `npm start` runs the server, CONTRIBUTING.md says how to change it.\n'
    : '\nChecks passed. `npm test` also runs the medium and end-to-end tests.\n',
);
