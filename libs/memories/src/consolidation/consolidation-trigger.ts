import { Injectable } from '@nestjs/common';
import { consolidateMemories } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { MemoryRepository } from '../store/memory.repository.js';

/** So many new memories are worth a look at once; fewer wait for a day. */
export const CONSOLIDATION_BATCH = 10;
export const CONSOLIDATION_AGE_MS = 24 * 60 * 60_000;

/** Sees to it that newly heard memories are consolidated: when enough have come together, else within a day. */
@Injectable()
export class ConsolidationTrigger {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly queue: JobQueue,
  ) {}

  /** To be called whenever a memory was heard. The job of the day stays where it is when another comes. */
  async pull(ownerId: string): Promise<void> {
    if ((await this.memories.countPending(ownerId)) >= CONSOLIDATION_BATCH) {
      await this.queue.enqueue(consolidateMemories, { ownerId, trigger: 'batch' });
    } else {
      await this.queue.enqueue(
        consolidateMemories,
        { ownerId, trigger: 'age' },
        { delayMs: CONSOLIDATION_AGE_MS },
      );
    }
  }

  /** After jobs were lost: false when nothing waits to be consolidated. */
  async resume(ownerId: string): Promise<boolean> {
    if ((await this.memories.countPending(ownerId)) === 0) return false;
    await this.pull(ownerId);
    return true;
  }
}
