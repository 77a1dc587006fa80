import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { killWriters } from '../testing/survival/killed-writers.js';
import { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';

const KILLS = 15;

it('has every write that was answered, and none of them half, however often the process is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-killed-'));
  const report = await killWriters(folder, KILLS);
  expect(report).toMatchObject({ kills: KILLS, lost: [], half: [], damage: [] });
  expect(report.acknowledged).toBeGreaterThan(KILLS * 2);

  // The inspection itself sees what is missing and what is half.
  const store = SqliteDocumentStore.open({
    file: join(folder, 'documents.db'),
    indexes: [],
    clock: new SystemClock(),
  });
  await store.write([{ kind: 'delete', path: 'users/ada/entries/1' }]);
  store.close();
  const robbed = await killWriters(folder, 1);
  expect(robbed.half).toHaveLength(1);
  await rm(folder, { recursive: true });
});
