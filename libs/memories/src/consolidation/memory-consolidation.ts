import { Injectable } from '@nestjs/common';
import { indexMemory, type Memory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { KnowledgeGraph } from '../knowledge/knowledge-graph.js';
import { bearsOn } from '../resolution/conflict.rules.js';
import { MemoryReviews } from '../review/memory-reviews.js';
import { MemoryCandidates } from '../search/memory-candidates.js';
import { contentKey, factKey } from '../store/memory-row.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { consolidate, pairKey, type Consolidation } from './consolidation.rules.js';
import { PairJudge } from './pair-judge.js';

/** How many memories are looked at together: one call of a model judges their doubtful pairs, another reads them for the knowledge graph. */
const BATCH = 20;
/** More wait for the next run, so that one run ends within its time. */
const MAX_BATCHES = 50;

/**
 * Makes what was heard lasting, batch by batch. Every batch is one decision in the store; dying between two leaves the rest for the next
 * run, and running it again changes nothing.
 */
@Injectable()
export class MemoryConsolidation {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly candidates: MemoryCandidates,
    private readonly knowledge: KnowledgeGraph,
    private readonly reviews: MemoryReviews,
    private readonly judge: PairJudge,
    private readonly queue: JobQueue,
  ) {}

  /** Until nothing is left to look at, or enough was done. Answers how many memories became lasting. */
  async run(ownerId: string, signal?: AbortSignal): Promise<number> {
    await this.reviews.releaseSettled(ownerId);
    let promoted = 0;
    for (let round = 0; round < MAX_BATCHES; round += 1) {
      signal?.throwIfAborted();
      const batch = await this.memories.pending(ownerId, BATCH);
      if (batch.length === 0) break;
      promoted += (await this.settle(ownerId, batch, signal)).promotedIds.length;
    }
    return promoted;
  }

  private async settle(
    ownerId: string,
    batch: readonly Memory[],
    signal?: AbortSignal,
  ): Promise<Consolidation> {
    const near = await this.candidates.near(ownerId, batch, signal);
    const verdicts = await this.judge.verdictsOn(ownerId, batch, near, signal);
    // First: a memory that is lasting is in the graph, whatever dies in between.
    await this.knowledge.learn(ownerId, batch, signal);
    const relevant = near.filter((other) =>
      batch.some((memory) => bearsOn(memory, other) || verdicts.has(pairKey(memory, other))),
    );
    const request = {
      ids: [...batch, ...relevant].map(({ id }) => id),
      factKeys: batch.flatMap((memory) => factKey(ownerId, memory) ?? []),
      contentKeys: batch.map(({ content }) => contentKey(ownerId, content)),
    };
    const ids = new Set(batch.map(({ id }) => id));
    const outcome = await this.memories.decide(ownerId, request, (view) => consolidate(view, ids, verdicts));
    for (const memoryId of new Set([...outcome.saved.map(({ id }) => id), ...outcome.deletedIds])) {
      await this.queue.enqueue(indexMemory, { ownerId, memoryId });
    }
    return outcome;
  }
}
