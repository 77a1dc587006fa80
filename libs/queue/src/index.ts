export {
  JobQueue,
  RescheduleJob,
  type DeadLetter,
  type EnqueuedJob,
  type EnqueueOptions,
  type JobContext,
  type JobRun,
  type QueueCounts,
  type RegisteredHandler,
} from './job-queue.js';
