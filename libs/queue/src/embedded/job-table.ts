import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { DeadLetter, QueueCounts } from '../job-queue.js';

/** A live job to put in. Times are epoch milliseconds. */
export interface NewJob {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  readonly dedupeKey: string;
  readonly runAtMs: number;
  readonly requestId: string | null;
  /** Run once more after a job with this key that runs now. */
  readonly rerun: boolean;
}

/** The right to run a job: worthless once another process took the job over, which raises the epoch. */
export interface Lease {
  readonly id: string;
  readonly epoch: number;
}

export interface ClaimedJob extends Lease {
  readonly payload: string;
  /** This one included. */
  readonly attempts: number;
  readonly requestId: string | null;
}

export interface Claim {
  readonly name: string;
  readonly limit: number;
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
}

/** How a job waits again: `attempts` stays as it is, is taken back by one, or begins anew. */
export interface WaitAgain {
  readonly runAtMs: number;
  readonly attempts: 'count' | 'uncount' | 'reset';
  readonly errorCode: string | null;
}

/** "Delayed" is no state of its own: a waiting job whose time has not come, so that nothing has to wake up just to rename it. */
const SCHEMA = `
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
  CREATE INDEX IF NOT EXISTS jobs_dead ON jobs (failed_at) WHERE state = 'dead';
`;

const HELD = `id = :id AND epoch = :epoch AND state = 'active'`;
const RELEASED = `state = 'waiting', lease_owner = NULL, lease_until = NULL`;

/** How long a statement waits for another process (the command line tool) that writes. */
const BUSY_TIMEOUT_MS = 2_000;

/** The jobs as rows: every change is one statement or one transaction, durable when the method returns. Throws what SQLite throws. */
export class JobTable {
  private readonly db: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(file: string) {
    this.db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.db.exec(SCHEMA);
  }

  /** The id of the live job with this name and key: the new one's, or that of the one that was there. */
  insert(job: NewJob): string {
    const row = this.sql(
      `INSERT INTO jobs (id, name, payload, dedupe_key, request_id, state, run_at)
       VALUES (:id, :name, :payload, :dedupeKey, :requestId, 'waiting', :runAtMs)
       ON CONFLICT (name, dedupe_key) WHERE state <> 'dead'
         DO UPDATE SET rerun = CASE state WHEN 'active' THEN max(rerun, :rerun) ELSE rerun END
       RETURNING id`,
    ).get({ ...job, rerun: Number(job.rerun) });
    return (row as { id: string }).id;
  }

  /** Takes up to `limit` due jobs, the longest due first. */
  claim({ name, limit, owner, nowMs, leaseUntilMs }: Claim): ClaimedJob[] {
    const rows = this.sql(
      `UPDATE jobs SET state = 'active', lease_owner = :owner, lease_until = :leaseUntilMs,
         epoch = epoch + 1, attempts = attempts + 1, rerun = 0
       WHERE id IN (SELECT id FROM jobs WHERE name = :name AND state = 'waiting' AND run_at <= :nowMs
                    ORDER BY run_at, rowid LIMIT :limit)
       RETURNING id, epoch, payload, attempts, request_id AS requestId`,
    ).all({ name, limit, owner, nowMs, leaseUntilMs });
    return rows as unknown as ClaimedJob[];
  }

  /** When the next waiting job of this name is due, or null. */
  nextRunAtMs(name: string): number | null {
    const row = this.sql(
      `SELECT min(run_at) AS runAtMs FROM jobs WHERE name = :name AND state = 'waiting'`,
    ).get({ name });
    return (row as { runAtMs: number | null }).runAtMs;
  }

  /** Prolongs leases and answers those that are lost. */
  renew(leases: readonly Lease[], leaseUntilMs: number): Lease[] {
    if (leases.length === 0) return [];
    const renewOne = this.sql(`UPDATE jobs SET lease_until = :leaseUntilMs WHERE ${HELD}`);
    return this.transaction(() =>
      leases.filter(({ id, epoch }) => Number(renewOne.run({ id, epoch, leaseUntilMs }).changes) === 0),
    );
  }

  /** Lets go of jobs whose lease ran out, and of those of any owner but `onlyOwner` when it is given. The attempt stays counted. */
  release(nowMs: number, onlyOwner: string | null = null): number {
    const { changes } = this.sql(
      `UPDATE jobs SET ${RELEASED}, run_at = :nowMs
       WHERE state = 'active' AND (lease_until <= :nowMs OR (:onlyOwner IS NOT NULL AND lease_owner <> :onlyOwner))`,
    ).run({ nowMs, onlyOwner });
    return Number(changes);
  }

  /** Removes a job that is done, unless it shall run once more; false when the lease was lost. */
  finish(lease: Lease, nowMs: number): boolean {
    const { id, epoch } = lease;
    const { changes } = this.sql(`DELETE FROM jobs WHERE ${HELD} AND rerun = 0`).run({ id, epoch });
    return (
      Number(changes) > 0 || this.waitAgain(lease, { runAtMs: nowMs, attempts: 'reset', errorCode: null })
    );
  }

  /** Lets a job wait for another attempt; false when the lease was lost. */
  waitAgain({ id, epoch }: Lease, { runAtMs, attempts, errorCode }: WaitAgain): boolean {
    const { changes } = this.sql(
      `UPDATE jobs SET ${RELEASED}, run_at = :runAtMs, error_code = :errorCode,
         attempts = CASE :attempts WHEN 'reset' THEN 0 WHEN 'uncount' THEN attempts - 1 ELSE attempts END
       WHERE ${HELD}`,
    ).run({ id, epoch, runAtMs, attempts, errorCode });
    return Number(changes) > 0;
  }

  /** Makes a job a dead letter, unless it shall run once more; false when the lease was lost. */
  bury(lease: Lease, errorCode: string, nowMs: number): boolean {
    const { id, epoch } = lease;
    const { changes } = this.sql(
      `UPDATE jobs SET state = 'dead', lease_owner = NULL, lease_until = NULL, error_code = :errorCode,
         failed_at = :nowMs
       WHERE ${HELD} AND rerun = 0`,
    ).run({ id, epoch, errorCode, nowMs });
    return Number(changes) > 0 || this.waitAgain(lease, { runAtMs: nowMs, attempts: 'reset', errorCode });
  }

  /** Puts a dead letter back. When a live job with its key does the work already, the letter is only taken away. */
  revive(id: string, nowMs: number): boolean {
    return this.transaction(() => {
      const revived = this.sql(
        `UPDATE OR IGNORE jobs SET state = 'waiting', run_at = :nowMs, attempts = 0, error_code = NULL, failed_at = NULL
         WHERE id = :id AND state = 'dead'`,
      ).run({ id, nowMs });
      if (Number(revived.changes) > 0) return true;
      return Number(this.sql(`DELETE FROM jobs WHERE id = :id AND state = 'dead'`).run({ id }).changes) > 0;
    });
  }

  /** Removes a job that waits. */
  cancel(name: string, dedupeKey: string): boolean {
    const { changes } = this.sql(
      `DELETE FROM jobs WHERE name = :name AND dedupe_key = :dedupeKey AND state = 'waiting'`,
    ).run({ name, dedupeKey });
    return Number(changes) > 0;
  }

  isLive(name: string, dedupeKey: string): boolean {
    const row = this.sql(
      `SELECT 1 FROM jobs WHERE name = :name AND dedupe_key = :dedupeKey AND state <> 'dead'`,
    ).get({ name, dedupeKey });
    return row !== undefined;
  }

  counts(nowMs: number): QueueCounts {
    const row = this.sql(
      `SELECT count(*) FILTER (WHERE state = 'waiting' AND run_at <= :nowMs) AS waiting,
              count(*) FILTER (WHERE state = 'waiting' AND run_at > :nowMs) AS delayed,
              count(*) FILTER (WHERE state = 'active') AS active,
              count(*) FILTER (WHERE state = 'dead') AS dead
       FROM jobs`,
    ).get({ nowMs });
    return { ...(row as unknown as QueueCounts) };
  }

  deadLetters(limit: number): DeadLetter[] {
    const rows = this.sql(
      `SELECT id, name AS jobName, payload, attempts, error_code AS errorCode, failed_at AS failedAtMs
       FROM jobs WHERE state = 'dead' ORDER BY failed_at DESC, rowid DESC LIMIT :limit`,
    ).all({ limit }) as unknown as (Omit<DeadLetter, 'failedAt'> & { payload: string; failedAtMs: number })[];
    return rows.map(({ payload, failedAtMs, ...row }) => ({
      ...row,
      payload: JSON.parse(payload) as unknown,
      failedAt: new Date(failedAtMs),
    }));
  }

  close(): void {
    if (this.db.isOpen) this.db.close();
  }

  private sql(text: string): StatementSync {
    const known = this.prepared.get(text) ?? this.db.prepare(text);
    this.prepared.set(text, known);
    return known;
  }

  private transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }
}
