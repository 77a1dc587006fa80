import { join } from 'node:path';
import { SqliteSnapshot } from '#libs/sqlite';

/** As `SqliteJobQueue` names it. */
const JOBS_FILE = 'jobs.db';

export interface JobsInspection {
  /** Waiting and running. */
  readonly pending: number;
  /** Whose time has not come: timers, and what is tried again later. */
  readonly delayed: number;
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
    const count = (of: (kind: unknown) => boolean) =>
      rows.filter((row) => of(row['kind'])).reduce((sum, row) => sum + Number(row['found']), 0);
    return {
      pending: count((kind) => kind === 'waiting' || kind === 'active'),
      delayed: count((kind) => kind === 'delayed'),
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
