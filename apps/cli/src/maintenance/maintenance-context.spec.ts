import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnerTimers } from '#libs/accounts';
import { loadConfig } from '#libs/config';
import { productJobs } from '#libs/product';
import { JobQueue } from '#libs/queue';
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

  it('is no folder without data, unless the command makes one', async () => {
    const open = withMaintenance(loadConfig({ DATA_DIR: dataDir }), () => Promise.resolve());
    await expect(open).rejects.toMatchObject({ code: 'NO_DATA' });
  });
});
