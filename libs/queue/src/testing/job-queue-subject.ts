import type { JobQueue } from '../job-queue.js';

/** One store of jobs and the processes that share it. */
export interface JobQueueSubject {
  /** A process that uses the store; it has not started to run jobs. */
  open(): JobQueue | Promise<JobQueue>;
  /** Lets time pass for every process but the crashed ones, and lets what falls due happen. */
  elapse(durationMs: number): Promise<void>;
  /** The process falls silent: renews nothing, gives nothing back. What its handlers await may still settle, and their late answers arrive. */
  crash(queue: JobQueue): void | Promise<void>;
  /** A living process has taken over a silent one's jobs after this long. */
  readonly reclaimedAfterMs: number;
}
