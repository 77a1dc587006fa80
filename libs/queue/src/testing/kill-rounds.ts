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
  /** The latest instant of a kill after the start of its process, which takes some hundred milliseconds to come up. */
  readonly latestKillMs: number;
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

/**
 * Kills a process that puts jobs in and runs them with SIGKILL, at random instants from its very start on, again and again on the same
 * store; then lets one finish what is left.
 */
export async function killRounds(options: KillRoundsOptions): Promise<KillReport> {
  const { store, folder, kills, latestKillMs } = options;
  let killsAtWork = 0;
  for (let round = 0; round < kills; round += 1) {
    const from = round * KEYS_PER_ROUND;
    const child = startWorkerProcess({ store, folder, from, to: from + KEYS_PER_ROUND, workMs: 3 });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * latestKillMs));
    child.kill('SIGKILL');
    await once(child, 'exit');
    if (journaled(folder, 'put').some((key) => Number(key) >= from)) killsAtWork += 1;
  }
  const last = startWorkerProcess({ store, folder, from: 0, to: 0, workMs: 0 });
  await once(last, 'exit');
  return { ...reportOf(folder), killsAtWork };
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
