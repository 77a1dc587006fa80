import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killWriters } from '#libs/storage/testing';
import { table } from './table.js';

const KILLS = 200;

/** A writing process is killed at random instants, again and again on the same folder. `npm run bench -- survival` */
export async function survivalBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-survival-'));
  try {
    const { kills, acknowledged, lost, half, damage } = await killWriters(folder, KILLS);
    process.stdout.write(
      table(
        ['kill -9 of a writing process', 'found', 'aim'],
        [
          ['kills at random instants', kills, ''],
          ['writes that were answered', acknowledged, ''],
          ['of those lost', lost.length, 0],
          ['batches, transactions and files half done', half.length, 0],
          ['faults in the database file', damage.length, 0],
        ],
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
