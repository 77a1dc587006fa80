import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './mneme-process.js';

/** The npm package that ships the speech models. */
export const SPEECH_MODELS_PACKAGE = '@usefulsensors';
/** Nothing can be fetched from the network: every request goes to a port that nobody listens on. */
export const OFFLINE = {
  NODE_USE_ENV_PROXY: '1',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
} as const;

/** A copy of the built project whose installed packages lack one (or all of one publisher). */
export async function installationWithout(packageName: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'mneme-copy-'));
  await cp(join(PROJECT, 'dist'), join(copy, 'dist'), { recursive: true });
  await cp(join(PROJECT, 'package.json'), join(copy, 'package.json'));
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir(join(PROJECT, 'node_modules'))) {
    if (name !== packageName)
      await symlink(join(PROJECT, 'node_modules', name), join(copy, 'node_modules', name));
  }
  return copy;
}

export async function removeInstallation(copy: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
}
