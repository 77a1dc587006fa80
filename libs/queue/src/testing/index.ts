export { jobQueueContract, type JobQueueSubject } from './job-queue.contract.js';
export { SqliteQueueSubject } from './sqlite-queue-subject.js';
