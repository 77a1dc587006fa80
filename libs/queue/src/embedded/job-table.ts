import { SqliteDatabase } from '#libs/sqlite';
import type { DeadLetter, JobMatch, QueueCounts } from '../job-queue.js';
import { GroupCommit } from './group-commit.js';
import { jobMigrations } from './job-schema.js';

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

const HELD = `id = :id AND epoch = :epoch AND state = 'active'`;
const RELEASED = `state = 'waiting', lease_owner = NULL, lease_until = NULL`;

/** `:conversationId` null matches all of the owner's. */
const MATCHES = `payload ->> '$.ownerId' = :ownerId
  AND (:conversationId IS NULL OR payload ->> '$.conversationId' = :conversationId)`;

const COUNTS = `count(*) FILTER (WHERE state = 'waiting' AND run_at <= :nowMs) AS waiting,
  count(*) FILTER (WHERE state = 'waiting' AND run_at > :nowMs) AS delayed,
  count(*) FILTER (WHERE state = 'active') AS active,
  count(*) FILTER (WHERE state = 'dead') AS dead`;

/** The jobs as rows. Changes belong into `commit`: they are durable when its promise settles. Errors: as `SqliteDatabase`. */
export class JobTable {
  private readonly db: SqliteDatabase;
  private readonly group: GroupCommit;

  constructor(file: string) {
    this.db = SqliteDatabase.open({ file, migrations: jobMigrations });
    this.group = new GroupCommit(this.db);
  }

  /** Makes changes together with whatever else this turn of the event loop changes. */
  commit<T>(changes: () => T): Promise<T> {
    return this.group.run(changes);
  }

  /** The id of the live job with this name and key: the new one's, or that of the one that was there. */
  insert(job: NewJob): string {
    const row = this.db.get(
      `INSERT INTO jobs (id, name, payload, dedupe_key, request_id, state, run_at)
       VALUES (:id, :name, :payload, :dedupeKey, :requestId, 'waiting', :runAtMs)
       ON CONFLICT (name, dedupe_key) WHERE state <> 'dead'
         DO UPDATE SET rerun = CASE state WHEN 'active' THEN max(rerun, :rerun) ELSE rerun END
       RETURNING id`,
      { ...job, rerun: Number(job.rerun) },
    );
    return (row as { id: string }).id;
  }

  /** Takes up to `limit` due jobs, the longest due first. */
  claim({ name, limit, owner, nowMs, leaseUntilMs }: Claim): ClaimedJob[] {
    const rows = this.db.all(
      `UPDATE jobs SET state = 'active', lease_owner = :owner, lease_until = :leaseUntilMs,
         epoch = epoch + 1, attempts = attempts + 1, rerun = 0
       WHERE id IN (SELECT id FROM jobs WHERE name = :name AND state = 'waiting' AND run_at <= :nowMs
                    ORDER BY run_at, rowid LIMIT :limit)
       RETURNING id, epoch, payload, attempts, request_id AS requestId`,
      { name, limit, owner, nowMs, leaseUntilMs },
    );
    return rows as unknown as ClaimedJob[];
  }

  /** When the next waiting job of this name is due, or null. */
  nextRunAtMs(name: string): number | null {
    const row = this.db.get(
      `SELECT min(run_at) AS runAtMs FROM jobs WHERE name = :name AND state = 'waiting'`,
      { name },
    );
    return (row as { runAtMs: number | null }).runAtMs;
  }

  /** Prolongs leases and answers those that are lost. */
  renew(leases: readonly Lease[], leaseUntilMs: number): Lease[] {
    if (leases.length === 0) return [];
    const renewOne = `UPDATE jobs SET lease_until = :leaseUntilMs WHERE ${HELD}`;
    return leases.filter(({ id, epoch }) => this.db.run(renewOne, { id, epoch, leaseUntilMs }) === 0);
  }

  /** Lets go of jobs whose lease ran out, and of those of any owner but `onlyOwner` when it is given. The attempt stays counted. */
  release(nowMs: number, onlyOwner: string | null = null): number {
    return this.db.run(
      `UPDATE jobs SET ${RELEASED}, run_at = :nowMs
       WHERE state = 'active' AND (lease_until <= :nowMs OR (:onlyOwner IS NOT NULL AND lease_owner <> :onlyOwner))`,
      { nowMs, onlyOwner },
    );
  }

  /** Removes a job that is done, unless it shall run once more; false when the lease was lost. */
  finish(lease: Lease, nowMs: number): boolean {
    const { id, epoch } = lease;
    const changed = this.db.run(`DELETE FROM jobs WHERE ${HELD} AND rerun = 0`, { id, epoch });
    return changed > 0 || this.waitAgain(lease, { runAtMs: nowMs, attempts: 'reset', errorCode: null });
  }

  /** Lets a job wait for another attempt; false when the lease was lost. */
  waitAgain({ id, epoch }: Lease, { runAtMs, attempts, errorCode }: WaitAgain): boolean {
    const changed = this.db.run(
      `UPDATE jobs SET ${RELEASED}, run_at = :runAtMs, error_code = :errorCode,
         attempts = CASE :attempts WHEN 'reset' THEN 0 WHEN 'uncount' THEN attempts - 1 ELSE attempts END
       WHERE ${HELD}`,
      { id, epoch, runAtMs, attempts, errorCode },
    );
    return changed > 0;
  }

  /** Makes a job a dead letter, unless it shall run once more; false when the lease was lost. */
  bury(lease: Lease, errorCode: string, nowMs: number): boolean {
    const { id, epoch } = lease;
    const changed = this.db.run(
      `UPDATE jobs SET state = 'dead', lease_owner = NULL, lease_until = NULL, error_code = :errorCode,
         failed_at = :nowMs
       WHERE ${HELD} AND rerun = 0`,
      { id, epoch, errorCode, nowMs },
    );
    return changed > 0 || this.waitAgain(lease, { runAtMs: nowMs, attempts: 'reset', errorCode });
  }

  /** Puts a dead letter back. When a live job with its key does the work already, the letter is only taken away. */
  revive(id: string, nowMs: number): boolean {
    const revived = this.db.run(
      `UPDATE OR IGNORE jobs SET state = 'waiting', run_at = :nowMs, attempts = 0, error_code = NULL, failed_at = NULL
       WHERE id = :id AND state = 'dead'`,
      { id, nowMs },
    );
    if (revived > 0) return true;
    return this.db.run(`DELETE FROM jobs WHERE id = :id AND state = 'dead'`, { id }) > 0;
  }

  /** Removes a job that waits. */
  cancel(name: string, dedupeKey: string): boolean {
    const changed = this.db.run(
      `DELETE FROM jobs WHERE name = :name AND dedupe_key = :dedupeKey AND state = 'waiting'`,
      { name, dedupeKey },
    );
    return changed > 0;
  }

  isLive(name: string, dedupeKey: string): boolean {
    const row = this.db.get(
      `SELECT 1 FROM jobs WHERE name = :name AND dedupe_key = :dedupeKey AND state <> 'dead'`,
      { name, dedupeKey },
    );
    return row !== undefined;
  }

  counts(nowMs: number): QueueCounts {
    const row = this.db.get(`SELECT ${COUNTS} FROM jobs`, { nowMs });
    return { ...(row as unknown as QueueCounts) };
  }

  countsByName(nowMs: number): Record<string, QueueCounts> {
    const rows = this.db.all(`SELECT name, ${COUNTS} FROM jobs GROUP BY name`, { nowMs });
    const named = rows as unknown as (QueueCounts & { name: string })[];
    return Object.fromEntries(named.map(({ name, ...counts }) => [name, counts]));
  }

  /** How many jobs that do not run were removed. */
  forget(match: JobMatch): number {
    return this.db.run(`DELETE FROM jobs WHERE ${MATCHES} AND state <> 'active'`, bound(match));
  }

  count(match: JobMatch): number {
    const row = this.db.get(`SELECT count(*) AS matching FROM jobs WHERE ${MATCHES}`, bound(match));
    return (row as { matching: number }).matching;
  }

  integrityCheck(): string[] {
    return this.db.integrityCheck();
  }

  deadLetters(limit: number): DeadLetter[] {
    const rows = this.db.all(
      `SELECT id, name AS jobName, payload, attempts, error_code AS errorCode, failed_at AS failedAtMs
       FROM jobs WHERE state = 'dead' ORDER BY failed_at DESC, rowid DESC LIMIT :limit`,
      { limit },
    ) as unknown as (Omit<DeadLetter, 'failedAt'> & { payload: string; failedAtMs: number })[];
    return rows.map(({ payload, failedAtMs, ...row }) => ({
      ...row,
      payload: JSON.parse(payload) as unknown,
      failedAt: new Date(failedAtMs),
    }));
  }

  close(): void {
    this.group.flush();
    this.db.close();
  }
}

const bound = ({ ownerId, conversationId }: JobMatch) => ({
  ownerId,
  conversationId: conversationId ?? null,
});
