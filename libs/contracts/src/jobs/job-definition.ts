import { z } from 'zod';

/**
 * Which processes can run a job. `capture-node`: those with the data folder that a recording's capture log lies in, where its live
 * session is; `anywhere`: all that reach the shared stores.
 */
export type JobPlace = 'anywhere' | 'capture-node';

/** Everything about *what* a job is. Who does it: the handler in the domain lib. How it travels: the queue lib. */
export interface JobDefinition<Payload = unknown> {
  /** `noun.verb`, stable: a change of payload that old rows do not fit is a new name. */
  readonly name: string;
  /** Ids and small scalars only; never what was said. Checked when it is put in and when it is taken out. */
  readonly schema: z.ZodType<Payload>;
  /** How often it is tried before it becomes a dead letter. The default lasts for over an hour, so that an outage of a service needs nobody. */
  readonly attempts: number;
  /** One attempt's limit; the handler's signal aborts then. */
  readonly timeoutMs: number;
  /** First wait after a failed attempt; doubles each time, with jitter, up to ten minutes. */
  readonly backoffMs: number;
  /** How many of this name one process runs at once. */
  readonly concurrency: number;
  /**
   * What it means to put the job in while one with its key runs. False: the running one is enough. True: that one may have read what has
   * changed since, so the job runs once more when it ends.
   */
  readonly rerun: boolean;
  readonly place: JobPlace;
  /**
   * Waits by itself for hours or days, and can be armed again from what is stored: so nobody has to wait for it, and a move to other stores
   * leaves it behind. Whoever defines one registers with `OwnerTimers`.
   */
  readonly timer?: true;
  /** While a job with the same key waits or runs, putting in another gives the one that is there. */
  dedupeKey(payload: Payload): string;
}

type Defaults = 'attempts' | 'timeoutMs' | 'backoffMs' | 'concurrency' | 'rerun' | 'place';

export function defineJob<Payload>(
  definition: Omit<JobDefinition<Payload>, Defaults> & Partial<Pick<JobDefinition<Payload>, Defaults>>,
): JobDefinition<Payload> {
  return Object.freeze({
    attempts: 15,
    timeoutMs: 120_000,
    backoffMs: 1_000,
    concurrency: 2,
    rerun: false,
    place: 'anywhere',
    ...definition,
  });
}

export type JobPayload<D> = D extends JobDefinition<infer Payload> ? Payload : never;
