import { consolidateMemories, type JobPayload } from '#libs/contracts';
import { JobHandler, RescheduleJob, type HandlesJob, type JobContext } from '#libs/queue';
import { Locks } from '#libs/storage';
import { MemoryConsolidation } from '../consolidation/memory-consolidation.js';

/** Longer than the job may take, so that the lease never ends under a run that is alive. */
const LEASE_MS = 11 * 60_000;
const AGAIN_AFTER_MS = 30_000;

/** One run per owner at a time, whichever trigger it came from. */
@JobHandler(consolidateMemories)
export class ConsolidateMemoriesJob implements HandlesJob<typeof consolidateMemories> {
  constructor(
    private readonly consolidation: MemoryConsolidation,
    private readonly locks: Locks,
  ) {}

  async handle({ ownerId }: JobPayload<typeof consolidateMemories>, { signal }: JobContext): Promise<void> {
    const lock = await this.locks.tryAcquire(`memory.consolidate/${ownerId}`, LEASE_MS);
    if (!lock) throw new RescheduleJob(AGAIN_AFTER_MS);
    try {
      await this.consolidation.run(ownerId, signal);
    } finally {
      await lock.release();
    }
  }
}
