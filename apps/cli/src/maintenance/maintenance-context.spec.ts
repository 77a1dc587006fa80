import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnerTimers } from '#libs/accounts';
import { loadConfig } from '#libs/config';
import { productJobs } from '#libs/product';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { withMaintenance } from './maintenance-context.js';

describe('what maintenance opens', () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'mneme-maintenance-'))));
  afterEach(() => rm(dataDir, { recursive: true }));

  it('can arm every job again that is defined as a timer', async () => {
    const timers = productJobs.filter(({ timer }) => timer).map(({ name }) => name);
    expect(timers.length).toBeGreaterThan(0);
    await withMaintenance(
      loadConfig({ DATA_DIR: dataDir }),
      async (context) => {
        const ownerTimers = context.get(OwnerTimers);
        expect(ownerTimers.names.sort()).toEqual(timers.sort());
        expect(await ownerTimers.rearm('nobody')).toBe(0);
        expect(await context.get(JobQueue).count({ ownerId: 'nobody' })).toBe(0);
      },
      { makesFolder: true },
    );
  });

  it('arms what waits for an owner from the documents alone', async () => {
    const soon = new Date(Date.now() + 3_600_000);
    const reminder = { due_at: soon, description: 'Buy milk', fired: false };
    const documents = {
      'users/ada': { id: 'ada', time_zone: 'Europe/Berlin' },
      'users/ada/daily_summary_schedule/next': { next_date: '2100-01-01' },
      'users/ada/memories/m1': { id: 'm1', pending: true, created_at: soon },
      'users/ada/action_items/t1': { id: 't1', completed: false, due_at: soon, reminder },
    };
    const writes = Object.entries(documents).map(([path, data]) => ({ kind: 'set' as const, path, data }));
    await withMaintenance(
      loadConfig({ DATA_DIR: dataDir }),
      async (context) => {
        await context.get(DocumentStore).write(writes);
        const ownerTimers = context.get(OwnerTimers);
        expect([await ownerTimers.rearm('ada'), await ownerTimers.rearm('ada')]).toEqual([3, 3]);
        const asleep = { waiting: 0, delayed: 1, active: 0, dead: 0 };
        expect(await context.get(JobQueue).countsByName()).toEqual({
          'daily-summary.tick': asleep,
          'memory.consolidate': asleep,
          'action-item.remind': asleep,
        });
      },
      { makesFolder: true },
    );
  });

  it('is no folder without data, unless the command makes one', async () => {
    const open = withMaintenance(loadConfig({ DATA_DIR: dataDir }), () => Promise.resolve());
    await expect(open).rejects.toMatchObject({ code: 'NO_DATA' });
  });
});
