import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudInstallation } from './cloud-installation.js';
import { PROJECT } from './mneme-process.js';
import { LocalCloud } from './services/local-cloud.js';
import { missingForCloud } from './services/missing-for-cloud.js';

/** What can be run on a cloud of this machine, as `npm run on-local-cloud -- NAME`. */
const PROGRAMS: Readonly<Record<string, string>> = {
  demo: 'dist/apps/cli/src/main.js',
  start: 'dist/apps/api/src/main.js',
  worker: 'dist/apps/worker/src/main.js',
};

const [name = 'demo', ...args] = process.argv.slice(2);
const missing = missingForCloud();
if (!(name in PROGRAMS)) {
  stop(`there is no '${name}'; there are: ${Object.keys(PROGRAMS).join(', ')}`);
} else if (missing) {
  stop(`the cloud profile needs ${missing.what}: ${missing.install}`);
} else {
  process.exitCode = await runOnLocalCloud(
    join(PROJECT, PROGRAMS[name]!),
    name === 'demo' ? ['demo', ...args] : args,
  );
}

/** The services live as long as the program, and forget everything with it. */
async function runOnLocalCloud(program: string, programArgs: readonly string[]): Promise<number> {
  process.stderr.write(
    'starting Redis, the Firestore emulator and servers for Cloud Storage, Pinecone and Typesense …\n',
  );
  const cloud = await LocalCloud.start();
  const dataDir = await mkdtemp(join(tmpdir(), 'mneme-cloud-'));
  const installation = await CloudInstallation.of(dataDir, cloud.services);
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...programArgs], {
    env: { ...process.env, DATA_DIR: dataDir, ...installation.env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill(signal));
  const code = await new Promise<number>((resolve) =>
    child.once('exit', (exitCode) => resolve(exitCode ?? 1)),
  );
  await CloudInstallation.dispose(dataDir);
  await cloud.stop();
  await rm(dataDir, { recursive: true, force: true });
  return code;
}

function stop(message: string): void {
  process.stderr.write(`mneme: ${message}\n`);
  process.exitCode = 1;
}
