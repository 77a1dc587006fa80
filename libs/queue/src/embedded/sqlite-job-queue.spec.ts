import { runContract } from '#libs/kernel/testing';
import { jobQueueContract } from '../testing/job-queue.contract.js';
import { SqliteQueueSubject } from '../testing/sqlite-queue-subject.js';

runContract(jobQueueContract({ name: 'SQLite', create: () => SqliteQueueSubject.create() }));
