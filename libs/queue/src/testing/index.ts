export { BullQueueSubject } from './bull-queue-subject.js';
export type { JobQueueSubject } from './job-queue-subject.js';
export { jobQueueContract } from './job-queue.contract.js';
export { killRounds, type KillReport, type KillRoundsOptions } from './kill-rounds.js';
export { openQueue, type JobStoreAddress } from './open-queue.js';
export { SqliteQueueSubject } from './sqlite-queue-subject.js';
