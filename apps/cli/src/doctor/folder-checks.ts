import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#libs/kernel';
import { checkDataFolder } from '#libs/storage';
import { readableBytes } from '../maintenance/data-dir.js';
import type { Finding } from './finding.js';

/** Below this a day of recordings does not fit. */
const LOW_BYTES = 2e9;
/** Below this the server will soon refuse sound. */
const FULL_BYTES = 100e6;
const OTHERS = 0o077;

export type FolderState = 'absent' | 'in use' | 'free';

/** Whether a server works on the folder. Makes nothing. */
export async function stateOf(dataDir: string): Promise<FolderState> {
  try {
    await access(join(dataDir, 'documents.db'), constants.F_OK);
  } catch {
    return 'absent';
  }
  try {
    await checkDataFolder(dataDir);
    return 'free';
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATA_DIR_IN_USE') return 'in use';
    throw error;
  }
}

export async function checkFolder(dataDir: string, state: FolderState): Promise<Finding[]> {
  const check = 'data folder';
  if (state === 'absent') {
    return [
      {
        check,
        level: 'warning',
        message: `${dataDir} holds no data yet.`,
        advice: 'The first start of the server makes it.',
      },
    ];
  }
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  const server = state === 'in use' ? 'a server runs on it' : 'no server runs on it';
  return [{ check, level: 'ok', message: `${dataDir}, ${server}` }, ...(await exposures(dataDir))];
}

export async function checkDisk(dataDir: string): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const message = `${readableBytes(free)} free`;
  if (free >= LOW_BYTES) return [{ check: 'disk', level: 'ok', message }];
  const level = free < FULL_BYTES ? 'problem' : 'warning';
  return [
    {
      check: 'disk',
      level,
      message,
      advice: 'Free some: without room no sound is acknowledged, and devices keep theirs.',
    },
  ];
}

/** What others on this machine could read. */
async function exposures(dataDir: string): Promise<Finding[]> {
  const open: string[] = [];
  const names = (await readdir(dataDir)).filter((name) => name === 'secrets.json' || name.endsWith('.db'));
  const folder = await stat(dataDir);
  for (const name of names) {
    const file = await stat(join(dataDir, name));
    // A folder that nobody may enter hides whatever lies in it.
    if ((file.mode & OTHERS) !== 0 && (folder.mode & 0o011) !== 0) open.push(name);
  }
  if (open.length === 0)
    return [{ check: 'rights', level: 'ok', message: 'only this user can read the data' }];
  return [
    {
      check: 'rights',
      level: open.includes('secrets.json') ? 'problem' : 'warning',
      message: `others on this machine may read ${open.join(', ')}`,
      advice: `chmod -R go-rwx ${dataDir}`,
    },
  ];
}
