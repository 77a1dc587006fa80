import { deterministicId } from '#libs/kernel';
import type { DeadLetter, JobMatch } from '../job-queue.js';

/** The right to run a job: worthless once another process took the job over, which raises the epoch. */
export interface BullLease {
  readonly name: string;
  /** Bull's id. */
  readonly id: string;
  /** Of the Bull queue object that took the job. */
  readonly token: string;
  readonly epoch: number;
}

export interface BegunAttempt {
  readonly lease: BullLease;
  /** This one included. */
  readonly number: number;
  readonly ticket: string;
  readonly requestId: string | null;
}

export interface NextJob {
  /** As Bull's own scripts hand it on: its hash and its id. */
  readonly forBull: [Record<string, string>, string];
  readonly begun: BegunAttempt;
}

/** While a job with this id is there Bull takes no other; a hash, because keys may hold any sign and Bull's ids are parts of Redis keys. */
export function bullIdOf(dedupeKey: string): string {
  return deterministicId(dedupeKey);
}

/** A hash as Lua gives it, name and value by turns. */
export function recordOf(pairs: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let at = 0; at < pairs.length; at += 2) record[pairs[at]!] = pairs[at + 1]!;
  return record;
}

/** What the script that settles an attempt answers of the job that it took next. */
export function nextJobOf(record: Record<string, string>, place: Omit<BullLease, 'epoch'>): NextJob {
  const { epoch, attemptsMade, ticket, requestId } = record;
  const begun = {
    lease: { ...place, epoch: Number(epoch) },
    number: Number(attemptsMade),
    ticket: ticket!,
    requestId: requestId || null,
  };
  return { forBull: [record, place.id], begun };
}

/** A failed job, of its fields in the order in which they are asked for. */
export function letterOf(hash: readonly string[]): DeadLetter {
  const [id, jobName, payload, attempts, errorCode, failedAtMs] = hash as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    id,
    jobName,
    payload: JSON.parse(payload) as unknown,
    attempts: Number(attempts),
    errorCode,
    failedAt: new Date(Number(failedAtMs)),
  };
}

/** Whether a payload is about what is looked for. */
export function matches(payload: string, { ownerId, conversationId }: JobMatch): boolean {
  const about = JSON.parse(payload) as { ownerId?: unknown; conversationId?: unknown } | null;
  return (
    about?.ownerId === ownerId && (conversationId === undefined || about.conversationId === conversationId)
  );
}
