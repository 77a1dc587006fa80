import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtModuleUrl } from '#libs/kernel';
import { journalJob } from '../testing/journal-job.js';

const program = fileURLToPath(builtModuleUrl(import.meta.url, '../testing/worker-process.js'));

interface Work {
  readonly putIn: number;
  readonly workMs: number;
}

describe('a process that is killed with SIGKILL', () => {
  let folder: string;
  let journal: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mneme-killed-'));
    journal = join(folder, 'journal');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  function startWorker({ putIn, workMs }: Work): ChildProcess {
    const child = spawn(process.execPath, [program, folder, journal, String(putIn), String(workMs)], {
      stdio: 'inherit',
    });
    children.push(child);
    return child;
  }
  const steps = (step: string) =>
    (existsSync(journal) ? readFileSync(journal, 'utf8') : '')
      .split('\n')
      .filter((line) => line.startsWith(`${step} `))
      .map((line) => line.slice(step.length + 1));
  const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });
  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('leaves the job it was in the middle of to the next process, which finishes it once, at once', async () => {
    const first = startWorker({ putIn: 1, workMs: 600_000 });
    await until(() => expect(steps('begin')).toEqual(['0']));
    await kill(first);

    const second = startWorker({ putIn: 0, workMs: 10 });
    // Far below the thirty seconds of a lease: most of it is Node starting.
    await vi.waitFor(() => expect(steps('end')).toEqual(['0']), { timeout: 10_000, interval: 10 });
    if (second.exitCode === null) await once(second, 'exit');
    expect([steps('begin'), steps('end'), second.exitCode]).toEqual([['0', '0'], ['0'], 0]);
  });

  it('loses none of the jobs it had taken in, and repeats only those that were running', async () => {
    const kills = 4;
    const jobs = 200;
    for (let round = 1; round <= kills; round += 1) {
      const worker = startWorker({ putIn: round === 1 ? jobs : 0, workMs: 5 });
      if (round === 1) await until(() => expect(steps('put')).toHaveLength(jobs));
      const enough = (jobs / (kills + 2)) * round;
      await until(() => expect(new Set(steps('end')).size).toBeGreaterThanOrEqual(enough));
      await kill(worker);
    }
    const taken = steps('put');
    const last = startWorker({ putIn: 0, workMs: 1 });
    await once(last, 'exit');

    const ended = steps('end');
    expect(taken.filter((key) => !ended.includes(key))).toEqual([]);
    expect(ended.length - new Set(ended).size).toBeLessThanOrEqual(kills * journalJob.concurrency);
  });
});
