import { Injectable } from '@nestjs/common';
import { indexMemory, type Memory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { MemoryIndex } from '../search/memory-index.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { MemorySet } from './memory-set.js';
import { restsOn, withoutSource } from './source-replacement.rules.js';

/** What the owner wrote never rested on it. What the owner only reworded or judged did: whoever deletes a conversation wants nothing of it left. */
const WITH_ITS_SOURCE = { stays: (memory: Memory) => memory.manually_added };
/** Search hears of a removal even if this process dies right after it. */
const INDEX_AFTER_COMMIT_MS = 2_000;

/** Takes back everything that a conversation or an imported log said. */
@Injectable()
export class SourceRemoval {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly index: MemoryIndex,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Lets go of the memories that nothing else bears out, the reworded ones too, and of the evidence of the others; a fact that
   * one of them had replaced holds again. Search goes first: dying in between leaves documents, which the next run finds. Answers how many
   * memories rested on it.
   */
  async remove(ownerId: string, sourceId: string): Promise<number> {
    const resting = await this.restingOn(ownerId, sourceId);
    const left = withoutSource(resting, sourceId, WITH_ITS_SOURCE);
    const doomed = resting.filter(({ id }) => !left.has(id)).map(({ id }) => id);
    if (doomed.length > 0) await this.index.remove(ownerId, doomed);
    for (const { id } of resting) await this.reindex(ownerId, id, INDEX_AFTER_COMMIT_MS);
    const { saved } = await this.memories.decide(ownerId, { sourceId }, ({ memories }) =>
      new MemorySet(memories, withoutSource(memories, sourceId, WITH_ITS_SOURCE)).changes(),
    );
    for (const { id } of saved) await this.reindex(ownerId, id);
    await this.memories.forgetSource(ownerId, sourceId);
    return resting.length;
  }

  async count(ownerId: string, sourceId: string): Promise<number> {
    return (await this.restingOn(ownerId, sourceId)).length;
  }

  private async restingOn(ownerId: string, sourceId: string): Promise<Memory[]> {
    return (await this.memories.ofSource(ownerId, sourceId)).filter((memory) => restsOn(memory, sourceId));
  }

  private async reindex(ownerId: string, memoryId: string, delayMs = 0): Promise<void> {
    await this.queue.enqueue(indexMemory, { ownerId, memoryId }, { delayMs });
  }
}
