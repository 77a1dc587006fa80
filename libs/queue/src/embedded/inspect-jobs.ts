import { join } from 'node:path';
import { SqliteSnapshot } from '#libs/sqlite';
import type { QueueCounts } from '../job-queue.js';

/** As `SqliteJobQueue` names it. */
const JOBS_FILE = 'jobs.db';

export interface JobsInspection {
  /** By the name of the job; names without any are left out. */
  readonly counts: Readonly<Record<string, QueueCounts>>;
  /** Jobs that failed for good, by name and code of the last failure. */
  readonly dead: readonly { readonly name: string; readonly code: string; readonly count: number }[];
}

/** The jobs of a data folder, whether a server runs them or not. */
export function inspectJobs(dataDir: string, nowMs: number): JobsInspection {
  const file = join(dataDir, JOBS_FILE);
  const snapshot = SqliteSnapshot.take([file]);
  try {
    const rows = [
      ...snapshot.rows(
        file,
        `SELECT CASE WHEN state = 'waiting' AND run_at > ${Math.floor(nowMs)} THEN 'delayed' ELSE state END AS kind, name, error_code,
           count(*) AS found FROM jobs GROUP BY kind, name, error_code`,
      ),
    ];
    const counts: Record<string, QueueCounts> = {};
    for (const { name, kind, found } of rows) {
      const known = (counts[String(name)] ??= { waiting: 0, delayed: 0, active: 0, dead: 0 });
      const state = kind as keyof QueueCounts;
      counts[String(name)] = { ...known, [state]: known[state] + Number(found) };
    }
    return {
      counts,
      dead: rows
        .filter((row) => row['kind'] === 'dead')
        .map((row) => ({
          name: String(row['name']),
          code: String(row['error_code'] ?? 'unknown'),
          count: Number(row['found']),
        })),
    };
  } finally {
    snapshot.close();
  }
}
