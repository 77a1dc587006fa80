import { Injectable } from '@nestjs/common';
import { indexMemory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConsolidationTrigger } from '../consolidation/consolidation-trigger.js';
import type { ExtractedFact } from '../facts/fact.js';
import { bearsOn } from '../resolution/conflict.rules.js';
import { memoryOf, type FactSource } from '../resolution/fact-source.js';
import { resolveFacts, type Resolution } from '../resolution/resolution.rules.js';
import { MemoryCandidates } from '../search/memory-candidates.js';
import { contentKey, factKey } from '../store/memory-row.js';
import { MemoryRepository } from '../store/memory.repository.js';

/** A source that is read again may let memories go; search hears of it even if this process dies right after the write. */
const INDEX_AFTER_COMMIT_MS = 2_000;

/** Keeps the facts of one source, in place of whatever it said before. */
@Injectable()
export class MemoryKeeper {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly candidates: MemoryCandidates,
    private readonly queue: JobQueue,
    private readonly consolidation: ConsolidationTrigger,
  ) {}

  /** Takes facts in as all that their source says, all or nothing; doing so again changes nothing. */
  async keep(facts: readonly ExtractedFact[], source: FactSource, signal?: AbortSignal): Promise<Resolution> {
    const { ownerId, conversationId } = source;
    const fresh = facts.map((fact) => memoryOf(fact, source));
    const near = await this.candidates.near(ownerId, fresh, signal);
    const earlier = await this.memories.ofSource(ownerId, conversationId);
    for (const { id } of earlier) await this.index(ownerId, id, INDEX_AFTER_COMMIT_MS);
    const request = {
      fresh,
      sourceId: conversationId,
      pending: fresh.length > 0,
      factKeys: fresh.flatMap((memory) => factKey(ownerId, memory) ?? []),
      contentKeys: fresh.map(({ content }) => contentKey(ownerId, content)),
      ids: near.filter((other) => fresh.some((memory) => bearsOn(memory, other))).map(({ id }) => id),
    };
    const resolution = await this.memories.decide(ownerId, request, (view) =>
      resolveFacts(view, facts, source),
    );
    for (const id of resolution.touchedIds) await this.index(ownerId, id);
    if (resolution.added.length > 0) await this.consolidation.pull(ownerId);
    return resolution;
  }

  private async index(ownerId: string, memoryId: string, delayMs = 0): Promise<void> {
    await this.queue.enqueue(indexMemory, { ownerId, memoryId }, { delayMs });
  }
}
