import type { Redis } from 'ioredis';
import type { AttemptOutcome } from '../attempt-outcome.js';
import type { DeadLetter, JobMatch, QueueCounts } from '../job-queue.js';
import { asked } from './bull-connections.js';
import {
  bullIdOf,
  letterOf,
  matches,
  nextJobOf,
  recordOf,
  type BegunAttempt,
  type BullLease,
  type NextJob,
} from './bull-records.js';
import { BULL_SCRIPTS, type BullScript } from './bull-scripts.js';

/** A job to put in. Times are epoch milliseconds. */
export interface NewBullJob {
  readonly name: string;
  readonly dedupeKey: string;
  readonly ticket: string;
  readonly payload: string;
  readonly requestId: string | null;
  readonly nowMs: number;
  readonly runAtMs: number;
  readonly rerun: boolean;
}

export interface Settlement {
  readonly outcome: AttemptOutcome;
  readonly nowMs: number;
  /** How long the lock of the next job holds; null takes no next job. */
  readonly nextLockMs: number | null;
}

/** Enough to answer a request with, and few enough not to hold up Redis. */
const READ_AT_ONCE = 500;

/** What this process reads and changes in Redis beside Bull itself. Every failure is `unavailable` JOB_STORE_UNAVAILABLE. */
export class BullStore {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {
    for (const [name, script] of Object.entries(BULL_SCRIPTS)) client.defineCommand(name, script);
  }

  /** The ticket of the live job with this name and key: the new one's, or that of the one that was there. */
  enqueue(job: NewBullJob): Promise<string> {
    const { name, dedupeKey, ticket, payload, requestId, nowMs, runAtMs, rerun } = job;
    const keys = [this.base(name), this.namesKey];
    const what = [bullIdOf(dedupeKey), ticket, name, payload, requestId ?? ''];
    return this.run('enqueueJob', keys, [...what, nowMs, runAtMs, rerun ? 1 : 0]);
  }

  /** Counts an attempt; null when the lock is not, or no longer, this token's. */
  async begin(name: string, id: string, token: string): Promise<BegunAttempt | null> {
    const begun = await this.run<[number, number, string, string] | []>(
      'beginAttempt',
      [this.base(name)],
      [id, token],
    );
    if (begun.length === 0) return null;
    const [epoch, number, ticket, requestId] = begun;
    return { lease: { name, id, token, epoch }, number, ticket, requestId: requestId || null };
  }

  /** What follows an attempt: false when the job was lost, otherwise the job to run next, begun, or null. */
  async settle(
    lease: BullLease,
    { outcome, nowMs, nextLockMs }: Settlement,
  ): Promise<NextJob | null | false> {
    const { name, id, token, epoch } = lease;
    const runAtMs = nowMs + ('delayMs' in outcome ? outcome.delayMs : 0);
    const errorCode = 'errorCode' in outcome ? outcome.errorCode : '';
    const [held, hash, nextId] = await this.run<[number, string[]?, string?]>(
      'settleAttempt',
      [this.base(name)],
      [
        id,
        token,
        epoch,
        outcome.kind,
        nowMs,
        runAtMs,
        errorCode,
        nextLockMs ?? 0,
        nextLockMs === null ? 0 : 1,
      ],
    );
    if (held === 0) return false;
    return hash && nextId ? nextJobOf(recordOf(hash), { name, id: nextId, token }) : null;
  }

  /** Prolongs locks that this token holds, all of one queue; answers the ids of the jobs that are lost. */
  renew(name: string, leases: readonly BullLease[], lockMs: number): Promise<string[]> {
    const args = leases.flatMap(({ id, epoch }) => [id, epoch]);
    return this.run('renewLocks', [this.base(name)], [leases[0]!.token, lockMs, ...args]);
  }

  async cancel(name: string, dedupeKey: string): Promise<boolean> {
    return (await this.run<number>('removeJobs', [this.base(name)], [bullIdOf(dedupeKey)])) > 0;
  }

  async isLive(name: string, dedupeKey: string): Promise<boolean> {
    return (await asked(this.client.exists(this.base(name) + bullIdOf(dedupeKey)))) === 1;
  }

  /** Of every queue that ever got a job, also of those that this process does not run. */
  async countsByName(nowMs: number): Promise<Record<string, QueueCounts>> {
    const names = await this.names();
    const due = nowMs * 0x1000;
    const counts = await this.together<number>(
      names.flatMap((name) => {
        const base = this.base(name);
        return [
          ['llen', `${base}wait`],
          ['zcount', `${base}delayed`, '-inf', due],
          ['zcount', `${base}delayed`, `(${due}`, '+inf'],
          ['llen', `${base}active`],
          ['zcard', `${base}failed`],
        ];
      }),
    );
    return Object.fromEntries(
      names.map((name, at) => {
        const [waiting, due, delayed, active, dead] = counts.slice(at * 5, at * 5 + 5) as FiveNumbers;
        return [name, { waiting: waiting + due, delayed, active, dead }];
      }),
    );
  }

  /** Newest first. */
  async deadLetters(limit: number): Promise<DeadLetter[]> {
    const names = await this.names();
    const newest = await this.together<string[]>(
      names.map((name) => ['zrevrange', `${this.base(name)}failed`, 0, limit - 1]),
    );
    const keys = names.flatMap((name, at) => newest[at]!.map((ticket) => this.base(name) + ticket));
    const hashes = await this.together<string[]>(
      keys.map((key) => [
        'hmget',
        key,
        'ticket',
        'name',
        'data',
        'attemptsMade',
        'failedReason',
        'finishedOn',
      ]),
    );
    const letters = hashes.filter(([ticket]) => ticket !== null).map(letterOf);
    return letters.sort((a, b) => b.failedAt.getTime() - a.failedAt.getTime()).slice(0, limit);
  }

  async revive(ticket: string): Promise<boolean> {
    const names = await this.names();
    const scores = await this.together<string | null>(
      names.map((name) => ['zscore', `${this.base(name)}failed`, ticket]),
    );
    const at = scores.findIndex((score) => score !== null);
    if (at < 0) return false;
    return (await this.run<number>('reviveLetter', [this.base(names[at]!)], [ticket])) === 1;
  }

  /** Removes matching jobs that do not run, and answers how many. */
  async forget(match: JobMatch): Promise<number> {
    let removed = 0;
    for (const name of await this.names()) {
      for (const ids of chunksOf(await this.matching(name, match)))
        removed += await this.run<number>('removeJobs', [this.base(name)], ids);
    }
    return removed;
  }

  async count(match: JobMatch): Promise<number> {
    const names = await this.names();
    const ids = await Promise.all(names.map((name) => this.matching(name, match)));
    return ids.flat().length;
  }

  /** The ids of all matching jobs of one queue, in whatever state. */
  private async matching(name: string, match: JobMatch): Promise<string[]> {
    const base = this.base(name);
    // In one transaction: a job that moves from one place to another meanwhile is seen in one of them.
    const places = await this.together<string[]>([
      ['lrange', `${base}wait`, 0, -1],
      ['lrange', `${base}active`, 0, -1],
      ['zrange', `${base}delayed`, 0, -1],
      ['zrange', `${base}failed`, 0, -1],
    ]);
    const found: string[] = [];
    for (const ids of chunksOf(places.flat())) {
      const payloads = await this.together<string | null>(ids.map((id) => ['hget', base + id, 'data']));
      found.push(...ids.filter((_, at) => payloads[at] != null && matches(payloads[at], match)));
    }
    return found;
  }

  private names(): Promise<string[]> {
    return asked(this.client.smembers(this.namesKey));
  }

  private get namesKey(): string {
    return `${this.prefix}:names`;
  }

  private base(name: string): string {
    return `${this.prefix}:${name}:`;
  }

  private async together<T>(commands: (string | number)[][]): Promise<T[]> {
    if (commands.length === 0) return [];
    const replies = await asked(this.client.multi(commands).exec());
    return (replies ?? []).map(([, reply]) => reply as T);
  }

  private run<T>(
    script: BullScript,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<T> {
    const commands = this.client as unknown as Record<
      BullScript,
      (...all: (string | number)[]) => Promise<T>
    >;
    return asked(commands[script](...keys, ...args));
  }
}

type FiveNumbers = [number, number, number, number, number];

function chunksOf(ids: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) chunks.push(ids.slice(at, at + READ_AT_ONCE));
  return chunks;
}
