import type { Migrations } from '#libs/sqlite';

/**
 * The first one also fits files from before versions were written into them. "Delayed" is no state of its own: a waiting job whose time
 * has not come, so that nothing has to wake up just to rename it.
 */
export const jobMigrations: Migrations = [
  `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    request_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'dead')),
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until INTEGER,
    rerun INTEGER NOT NULL DEFAULT 0,
    error_code TEXT,
    failed_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS jobs_live ON jobs (name, dedupe_key) WHERE state <> 'dead';
  CREATE INDEX IF NOT EXISTS jobs_due ON jobs (name, run_at) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS jobs_leased ON jobs (lease_until) WHERE state = 'active';
  CREATE INDEX IF NOT EXISTS jobs_dead ON jobs (failed_at) WHERE state = 'dead'
  `,
  // So that an owner's jobs are found without reading everybody's.
  `CREATE INDEX jobs_owner ON jobs (payload ->> '$.ownerId')`,
];
