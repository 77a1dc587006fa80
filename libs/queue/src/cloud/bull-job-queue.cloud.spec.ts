import { describe, inject } from 'vitest';
import { runContract } from '#libs/kernel/testing';
import { BullQueueSubject } from '../testing/bull-queue-subject.js';
import { jobQueueContract } from '../testing/job-queue.contract.js';

const redisUrl = inject('redisUrl');

describe.skipIf(redisUrl === null)('BullJobQueue', () => {
  runContract(jobQueueContract({ name: 'Bull', create: () => BullQueueSubject.create(redisUrl!) }));
});
