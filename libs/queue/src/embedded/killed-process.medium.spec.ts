import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { journaled, killRounds, startWorkerProcess } from '../testing/kill-rounds.js';

describe('a process that is killed with SIGKILL', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mneme-killed-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  function start(putIn: number, workMs: number): ChildProcess {
    const store = { kind: 'sqlite' as const, dataDir: folder };
    const child = startWorkerProcess({ store, folder, from: 0, to: putIn, workMs });
    children.push(child);
    return child;
  }

  it('leaves the job it was in the middle of to the next process, which finishes it once, at once', async () => {
    const first = start(1, 600_000);
    await vi.waitFor(() => expect(journaled(folder, 'begin')).toEqual(['0']), {
      timeout: 20_000,
      interval: 10,
    });
    first.kill('SIGKILL');
    await once(first, 'exit');

    const second = start(0, 10);
    // Far below the thirty seconds of a lease: most of it is Node starting.
    await vi.waitFor(() => expect(journaled(folder, 'end')).toEqual(['0']), {
      timeout: 10_000,
      interval: 10,
    });
    if (second.exitCode === null) await once(second, 'exit');
    expect([journaled(folder, 'begin'), second.exitCode]).toEqual([['0', '0'], 0]);
  });

  it(
    'loses none of the jobs it acknowledged, and runs none twice to its effect',
    { timeout: 120_000 },
    async () => {
      const store = { kind: 'sqlite' as const, dataDir: folder };
      const report = await killRounds({ store, folder, kills: 10 });
      expect(report).toMatchObject({ lost: [], twice: [] });
      expect(report.acknowledged).toBeGreaterThan(report.killsAtWork - 1);
    },
  );
});
