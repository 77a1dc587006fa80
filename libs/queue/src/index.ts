export {
  JobQueue,
  RescheduleJob,
  type DeadLetter,
  type EnqueuedJob,
  type EnqueueOptions,
  type JobContext,
  type JobMatch,
  type JobRun,
  type QueueCounts,
  type RegisteredHandler,
} from './job-queue.js';
export { JobHandler, type HandlesJob } from './job-handler.js';
export { JobRunner, type Attempt } from './job-runner.js';
export { QueueModule, type QueueModuleOptions } from './queue.module.js';
export { SqliteJobQueue, type SqliteJobQueueOptions } from './embedded/sqlite-job-queue.js';
export { inspectJobs, type JobsInspection } from './embedded/inspect-jobs.js';
export { inspectRedis, type RedisSettings } from './cloud/inspect-redis.js';
