import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { newId } from '#libs/kernel';
import { killRounds } from '../testing/kill-rounds.js';

const redisUrl = inject('redisUrl');

describe.skipIf(redisUrl === null)('a process on Redis that is killed with SIGKILL', () => {
  it(
    'loses none of the jobs it acknowledged, and runs none twice to its effect',
    { timeout: 180_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'mneme-killed-'));
      const timings = { lockMs: 1_000, tendEveryMs: 250, stalledEveryMs: 300 };
      const store = { kind: 'bull' as const, redisUrl: redisUrl!, prefix: `test-${newId()}`, timings };
      const report = await killRounds({ store, folder, kills: 10 });
      rmSync(folder, { recursive: true });
      expect(report).toMatchObject({ lost: [], twice: [] });
      expect(report.acknowledged).toBeGreaterThan(report.killsAtWork - 1);
    },
  );
});
