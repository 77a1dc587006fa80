import { join } from 'node:path';
import { SqliteSnapshot } from '#libs/sqlite';

/** As `SqliteJobQueue` names it. */
const JOBS_FILE = 'jobs.db';

export interface JobsInspection {
  /** Waiting, delayed and running. */
  readonly pending: number;
  /** Jobs that failed for good, by name and code of the last failure. */
  readonly dead: readonly { readonly name: string; readonly code: string; readonly count: number }[];
}

/** The jobs of a data folder, whether a server runs them or not. */
export function inspectJobs(dataDir: string): JobsInspection {
  const file = join(dataDir, JOBS_FILE);
  const snapshot = SqliteSnapshot.take([file]);
  try {
    const rows = [
      ...snapshot.rows(
        file,
        'SELECT state, name, error_code, count(*) AS found FROM jobs GROUP BY state, name, error_code',
      ),
    ];
    const dead = rows.filter((row) => row['state'] === 'dead');
    const pending = rows.filter((row) => row['state'] !== 'dead');
    return {
      pending: pending.reduce((sum, row) => sum + Number(row['found']), 0),
      dead: dead.map((row) => ({
        name: String(row['name']),
        code: String(row['error_code'] ?? 'unknown'),
        count: Number(row['found']),
      })),
    };
  } finally {
    snapshot.close();
  }
}
