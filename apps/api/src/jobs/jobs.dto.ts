import type { DeadLetter, QueueCounts } from '#libs/queue';

/** How many jobs of one kind there are. */
export class JobCounts {
  /** Of the kind of job, e.g. `conversation.process`. */
  name!: string;
  waiting!: number;
  /** Waiting for a later time: timers, and attempts that follow a failed one. */
  delayed!: number;
  active!: number;
  dead!: number;
}

/** A job that failed for good. */
export class DeadJob {
  id!: string;
  name!: string;
  attempts!: number;
  /** Stable; why the last attempt failed. */
  error_code!: string;
  failed_at!: Date;
  /** Ids of what the job is about; never what was said. */
  payload!: Record<string, unknown>;
}

export class Jobs {
  /** Kinds that have any jobs. */
  jobs!: JobCounts[];
  /** Newest first, at most a hundred. */
  dead_letters!: DeadJob[];
}

export function countsOf(counts: Readonly<Record<string, QueueCounts>>): JobCounts[] {
  const names = Object.keys(counts).sort();
  return names.map((name) => ({ name, ...counts[name]! }));
}

export function deadJobOf({ id, jobName, attempts, errorCode, failedAt, payload }: DeadLetter): DeadJob {
  return {
    id,
    name: jobName,
    attempts,
    error_code: errorCode,
    failed_at: failedAt,
    payload: payload as Record<string, unknown>,
  };
}
