import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import { deliveryPromises } from './delivery-promises.js';
import { failurePromises } from './failure-promises.js';
import type { JobQueueSubject } from './job-queue-subject.js';
import { loadPromises } from './load-promises.js';
import { ownerPromises } from './owner-promises.js';
import { survivalPromises } from './survival-promises.js';

/**
 * Every promise of the JobQueue port. Left out because adapters differ and nobody relies on it: order, priorities, how long a delay is
 * overrun. Times in the tests are below two seconds (but for `reclaimedAfterMs`), so that an adapter on a real clock can run them.
 */
export const jobQueueContract = (options: ContractOptions<JobQueueSubject>): Contract =>
  contractOf('JobQueue', options, {
    ...deliveryPromises,
    ...failurePromises,
    ...survivalPromises,
    ...ownerPromises,
    ...loadPromises,
  });
