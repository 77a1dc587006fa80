import { Injectable } from '@nestjs/common';
import { indexMemory, type Memory } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { ConsolidationTrigger } from '../consolidation/consolidation-trigger.js';
import { demandUnlocked, isCurrent, listed } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { decided } from './decision.rules.js';
import type { MemoryDecision, MemoryReview } from './memory-review.js';
import { ReviewRepository } from './review.repository.js';

/** A question with the memories that it is about, as they are now. */
export interface AskedReview extends MemoryReview {
  readonly memory: Memory;
  readonly conflicting: readonly Memory[];
}

/** How many open questions one round looks at. */
const ROUND = 100;

/** Contradictions that only the owner can settle. */
@Injectable()
export class MemoryReviews {
  constructor(
    private readonly reviews: ReviewRepository,
    private readonly memories: MemoryRepository,
    private readonly consolidation: ConsolidationTrigger,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Newest first. A question of which one side is gone is not asked. */
  async list(ownerId: string, status: MemoryReview['status'], limit: number): Promise<AskedReview[]> {
    const asked = await Promise.all(
      (await this.reviews.list(ownerId, status, limit)).map((review) => this.withMemories(ownerId, review)),
    );
    return asked.filter((review) => review !== null);
  }

  /** Errors: `not_found` MEMORY_REVIEW_NOT_FOUND. */
  async get(ownerId: string, id: string): Promise<AskedReview> {
    const review = await this.reviews.find(ownerId, id);
    const asked = review && (await this.withMemories(ownerId, review));
    if (!asked) throw reviewNotFound(id);
    return asked;
  }

  /**
   * The owner's answer, which also holds against the owner's earlier words. The same answer again changes nothing. Errors: `not_found`
   * MEMORY_REVIEW_NOT_FOUND; `locked` MEMORY_LOCKED; `conflict` MEMORY_REVIEW_RESOLVED when another answer was given before.
   */
  async resolve(ownerId: string, id: string, decision: MemoryDecision): Promise<AskedReview> {
    const asked = await this.get(ownerId, id);
    if (asked.status === 'resolved') {
      if (asked.resolution === decision) return asked;
      throw new AppError(
        'conflict',
        'MEMORY_REVIEW_RESOLVED',
        'This question was answered already. Edit or review the memory itself to change that.',
        { id, resolution: asked.resolution },
      );
    }
    for (const memory of [asked.memory, ...asked.conflicting]) demandUnlocked(memory);
    const resolution = { decision, at: this.clock.now() };
    const ids = [asked.memory_id, ...asked.conflicting_ids];
    await this.memories.decide(ownerId, { ids }, (view) => decided(view.memories, asked, resolution));
    for (const memoryId of ids) await this.queue.enqueue(indexMemory, { ownerId, memoryId });
    await this.consolidation.pull(ownerId);
    return this.get(ownerId, id);
  }

  /** Questions that nobody needs to answer any more, because what spoke against the memory is gone or no longer holds. */
  async releaseSettled(ownerId: string): Promise<void> {
    for (const review of await this.reviews.list(ownerId, 'pending', ROUND)) {
      const asked = await this.withMemories(ownerId, review);
      if (asked && asked.memory.review_id === review.id && asked.conflicting.some(isCurrent)) continue;
      if (asked) {
        await this.memories.change(ownerId, review.memory_id, (memory) =>
          memory.review_id === review.id ? { ...memory, review_id: null } : null,
        );
        await this.queue.enqueue(indexMemory, { ownerId, memoryId: review.memory_id });
      }
      await this.reviews.delete(ownerId, review.id);
    }
  }

  private async withMemories(ownerId: string, review: MemoryReview): Promise<AskedReview | null> {
    const ids = [review.memory_id, ...review.conflicting_ids];
    const found = (await this.memories.findMany(ownerId, ids)).map(listed);
    const memory = found.find(({ id }) => id === review.memory_id);
    return memory ? { ...review, memory, conflicting: found.filter((other) => other !== memory) } : null;
  }
}

function reviewNotFound(id: string): AppError {
  return new AppError('not_found', 'MEMORY_REVIEW_NOT_FOUND', 'There is no such question.', { id });
}
