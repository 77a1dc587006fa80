import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#libs/kernel';
import { killRounds, type JobStoreAddress } from '#libs/queue/testing';
import { RedisServer } from '../support/services/redis-server.js';
import { table } from './table.js';

/**
 * Kills a process that puts jobs in and runs them at random instants, again and again on the same store, and counts what was lost and what
 * was run twice. `npm run bench -- survival-jobs [KILLS]`
 */
const kills = Number(process.argv[3]) || 200;

async function survival(name: string, store: JobStoreAddress): Promise<(string | number)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-survival-'));
  const report = await killRounds({ store, folder, kills });
  rmSync(folder, { recursive: true });
  const { killsAtWork, acknowledged, lost, twice, attempts, repeatedAttempts } = report;
  if (lost.length + twice.length > 0) process.exitCode = 1;
  return [name, kills, killsAtWork, acknowledged, lost.length, twice.length, attempts, repeatedAttempts];
}

async function onSqlite(): Promise<(string | number)[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mneme-survival-jobs-'));
  try {
    return await survival('SQLite', { kind: 'sqlite', dataDir });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

async function onBull(): Promise<(string | number)[]> {
  const redis = await RedisServer.start({ durable: true });
  // Short, so that each process takes up what the one before left; the rules are the same.
  const timings = { lockMs: 1_000, tendEveryMs: 250, stalledEveryMs: 300 };
  try {
    return await survival('Bull', { kind: 'bull', redisUrl: redis.url, prefix: newId(), timings });
  } finally {
    await redis.dispose();
  }
}

const missing = RedisServer.missing();
const rows = [await onSqlite(), ...(missing ? [] : [await onBull()])];
const headings = [
  'queue',
  'kills',
  'at work',
  'acknowledged',
  'lost',
  'effect twice',
  'attempts',
  'repeated',
];
console.log(table(headings, rows));
if (missing) console.log(`Bull was not tried: ${missing.what} is missing (${missing.install}).`);
