import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { ServerWithLine, SERVICES, surviveOutage, type Service } from '../support/outage.js';

/** Lasts until it was noticed and a recording went on through it, or this much longer: `OUTAGE_SECONDS=60`. */
const longer = () =>
  new Promise<void>((resolve) => setTimeout(resolve, Number(process.env.OUTAGE_SECONDS ?? 0) * 1000));

describe('an outage of a service while one conversation is processed and another recorded', () => {
  for (const service of Object.keys(SERVICES) as Service[]) {
    it(`of ${service} loses nothing, is named, and ends by itself`, { timeout: 600_000 }, async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'mneme-outage-'));
      const installation = await ServerWithLine.start(service, dataDir);
      try {
        await surviveOutage(installation, longer);
      } finally {
        await installation.dispose();
      }
    });
  }
});
