import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtModuleUrl } from '#libs/kernel';
import type { JobStoreAddress } from './open-queue.js';
import type { WorkerOrders } from './worker-process.js';

const program = fileURLToPath(builtModuleUrl(import.meta.url, './worker-process.js'));

export function startWorkerProcess(orders: WorkerOrders): ChildProcess {
  return spawn(process.execPath, [program, JSON.stringify(orders)], { stdio: 'inherit' });
}

/** The keys of all steps of this kind in a worker's journal, in order. */
export function journaled(folder: string, step: string): string[] {
  const journal = join(folder, 'journal');
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
  return lines.filter((line) => line.startsWith(`${step} `)).map((line) => line.slice(step.length + 1));
}

export interface KillRoundsOptions {
  readonly store: JobStoreAddress;
  readonly folder: string;
  readonly kills: number;
}

export interface KillReport {
  /** Jobs whose enqueue was acknowledged. */
  readonly acknowledged: number;
  /** Of these, never run to the end. */
  readonly lost: readonly string[];
  /** Run to their effect more than once. */
  readonly twice: readonly string[];
  readonly attempts: number;
  /** Attempts beyond the first of a job: the promise is at least once. */
  readonly repeatedAttempts: number;
  /** Kills that hit a process that had work in its hands. */
  readonly killsAtWork: number;
}

/** More than a process puts in before it is killed. */
const KEYS_PER_ROUND = 100_000;
/** Every fourth process is killed while it comes up, the others this long at most after their first job was acknowledged. */
const COMING_UP_MS = 800;
const AT_WORK_MS = 300;

/**
 * Kills a process that puts jobs in and runs them with SIGKILL, at random instants, again and again on the same store; then lets one
 * finish what is left.
 */
export async function killRounds(options: KillRoundsOptions): Promise<KillReport> {
  const { store, folder, kills } = options;
  let killsAtWork = 0;
  for (let round = 0; round < kills; round += 1) {
    const from = round * KEYS_PER_ROUND;
    const child = startWorkerProcess({ store, folder, from, to: from + KEYS_PER_ROUND, workMs: 3 });
    const exited = once(child, 'exit');
    if (round % 4 === 3) await sleep(Math.random() * COMING_UP_MS);
    else {
      await firstPut(folder, from, child);
      await sleep(Math.random() * AT_WORK_MS);
      killsAtWork += 1;
    }
    child.kill('SIGKILL');
    await exited;
  }
  const last = startWorkerProcess({ store, folder, from: 0, to: 0, workMs: 0 });
  await once(last, 'exit');
  return { ...reportOf(folder), killsAtWork };
}

const sleep = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs));

async function firstPut(folder: string, from: number, child: ChildProcess): Promise<void> {
  while (!journaled(folder, 'put').some((key) => Number(key) >= from)) {
    if (child.exitCode !== null) throw new Error(`the process ended by itself with ${child.exitCode}`);
    await sleep(10);
  }
}

function reportOf(folder: string): Omit<KillReport, 'killsAtWork'> {
  const acknowledged = journaled(folder, 'put');
  const begun = journaled(folder, 'begin');
  const ended = journaled(folder, 'end');
  const endedKeys = new Set(ended);
  return {
    acknowledged: acknowledged.length,
    // The effect may be there although the process died before it could write that down.
    lost: acknowledged.filter((key) => !endedKeys.has(key) && !existsSync(join(folder, key))),
    twice: repeatsIn(ended),
    attempts: begun.length,
    repeatedAttempts: begun.length - new Set(begun).size,
  };
}

function repeatsIn(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}
