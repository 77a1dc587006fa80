export type { JobQueueSubject } from './job-queue-subject.js';
export { jobQueueContract } from './job-queue.contract.js';
export { SqliteQueueSubject } from './sqlite-queue-subject.js';
