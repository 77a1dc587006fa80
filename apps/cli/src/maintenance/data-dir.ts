import { resolve } from 'node:path';
import { readConfig, type AppConfig } from '#libs/config';
import { AppError } from '#libs/kernel';

/** The configuration of the server that a command is about: the environment's, on another folder when one is named. */
export async function configFor(dataDir?: string): Promise<AppConfig> {
  const config = await readConfig();
  if (dataDir === undefined) return config;
  return { ...config, storage: { ...config.storage, dataDir: resolve(dataDir) } };
}

/** For commands that copy files: what cloud services hold is no file of ours. */
export function refuseCloud(config: AppConfig, command: string): void {
  if (config.storage.profile === 'embedded') return;
  throw new AppError(
    'invalid',
    'CLOUD_HAS_OWN_BACKUPS',
    `\`mneme ${command}\` is for data on this machine. On the cloud profile use the services' own backups (gcloud firestore export, ` +
      'a bucket with versions), or `mneme export` for one owner.',
  );
}

/** `1.4 MB`. */
export function readableBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `1 recording`, `2 recordings`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
