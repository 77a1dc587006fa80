#!/usr/bin/env node
// `fast`: format, lint, types, floors, generated files, unit and contract tests. `all`: these and the medium and end-to-end tests.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (path) => `node_modules/${path}`;
const checks = [
  ['lint', bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'],
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
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

/** As many checks at once as a small machine has cores. */
const LANES = 2;

/** What it prints is shown at once, or together with its result when others run beside it. */
function run(args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.once('close', (code) => resolve({ code: code ?? 1, said: Buffer.concat(said) }));
  });
}

async function timed(name, args, stdio = 'inherit') {
  const startedMs = Date.now();
  const { code, said } = await run(args, stdio);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  process.stderr.write(said);
  process.stderr.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`);
  return code === 0;
}

async function inLanes(waiting) {
  let clean = true;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, ...args] = next;
      clean = (await timed(name, args, 'pipe')) && clean;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return clean;
}

const [scope = 'fast', ...vitestArgs] = process.argv.slice(2);
let clean = await inLanes([...checks]);

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
