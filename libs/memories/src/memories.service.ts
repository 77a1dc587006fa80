import { Injectable } from '@nestjs/common';
import { indexMemory, type Memory, type MemoryTopic } from '#libs/contracts';
import { AppError, Clock, deterministicId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { ConsolidationTrigger } from './consolidation/consolidation-trigger.js';
import { isOfKind, memoryKindOf } from './memory-categories.rules.js';
import {
  demandUnlocked,
  isVisible,
  listed,
  newMemory,
  normalizedContent,
  validContent,
} from './memory.rules.js';
import { weighed } from './resolution/confidence.rules.js';
import { MemoryIndex } from './search/memory-index.js';
import { MemoryRepository } from './store/memory.repository.js';

export interface NewMemory {
  readonly content: string;
  /** A word of any of the vocabularies; tells the topic when none is given. */
  readonly category?: string;
  readonly visibility?: Memory['visibility'];
  readonly tags?: readonly string[];
  readonly topic?: MemoryTopic;
}

export interface MemoryPage {
  readonly limit: number;
  readonly offset: number;
  /** Only of these kinds, in words of any of the vocabularies. */
  readonly categories?: readonly string[];
}

/** A chain of facts that replaced each other is not longer; a longer one is cut at its old end. */
const MAX_HISTORY = 50;

/**
 * What an owner does with memories. Absent, replaced and other people's memories give the same `not_found` MEMORY_NOT_FOUND; one that another
 * server locked behind a plan `locked` MEMORY_LOCKED.
 */
@Injectable()
export class MemoriesService {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly index: MemoryIndex,
    private readonly consolidation: ConsolidationTrigger,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Visible ones by `scoring`, then newest first. */
  async list(ownerId: string, { categories = [], ...page }: MemoryPage): Promise<Memory[]> {
    const isWanted = (memory: Memory) =>
      categories.length === 0 || categories.some((name) => isOfKind(memory, name));
    return (await this.memories.listVisible(ownerId, page, isWanted)).map(listed);
  }

  /** Replaced, rejected and waiting ones too, newest first. */
  async ledger(ownerId: string, page: { limit: number; offset: number }): Promise<Memory[]> {
    return (await this.memories.listHistory(ownerId, page)).map(listed);
  }

  /** All of them one by one, replaced, rejected and locked ones too, whole: for the owner's export. */
  all(ownerId: string): AsyncIterable<Memory> {
    return this.memories.inListOrder(ownerId);
  }

  async get(ownerId: string, id: string): Promise<Memory> {
    const memory = await this.memories.find(ownerId, id);
    if (!memory || !isVisible(memory)) throw memoryNotFound(id);
    demandUnlocked(memory);
    return memory;
  }

  /** What a memory replaced, itself, and what replaced it, oldest first; a replaced one may be asked about too. */
  async history(ownerId: string, id: string): Promise<Memory[]> {
    const memory = await this.memories.find(ownerId, id);
    if (!memory) throw memoryNotFound(id);
    demandUnlocked(memory);
    const chain = new Map([[memory.id, memory]]);
    let last = memory;
    while (last.superseded_by !== null && chain.size < MAX_HISTORY) {
      const next = await this.memories.find(ownerId, last.superseded_by);
      if (!next || chain.has(next.id)) break;
      chain.set(next.id, next);
      last = next;
    }
    // Of everything in the chain: two facts may have been replaced by one.
    for (const known of chain.values()) {
      if (chain.size >= MAX_HISTORY) break;
      for (const earlier of await this.memories.replacedBy(ownerId, known.id)) chain.set(earlier.id, earlier);
    }
    return [...chain.values()].sort((a, b) => a.valid_at.getTime() - b.valid_at.getTime()).map(listed);
  }

  /** A memory that the owner wrote: approved from the start, and never replaced by what is heard later. The same words are one memory. */
  async create(ownerId: string, given: NewMemory): Promise<Memory> {
    const { memories } = await this.createAll(ownerId, [given]);
    return memories[0]!;
  }

  /** All or none. `createdCount`: how many were not there yet. */
  async createAll(
    ownerId: string,
    given: readonly NewMemory[],
  ): Promise<{ memories: Memory[]; createdCount: number }> {
    const wanted = given.map((one) => this.manual(ownerId, one));
    const unique = [...new Map(wanted.map((memory) => [memory.id, memory])).values()];
    const created = await this.memories.createAll(ownerId, unique);
    for (const { id } of unique) {
      if (!created.includes(id)) await this.memories.change(ownerId, id, taughtAgain);
      await this.reindex(ownerId, id);
    }
    if (created.length > 0) await this.consolidation.pull(ownerId);
    const stored = new Map(
      (
        await this.memories.findMany(
          ownerId,
          unique.map(({ id }) => id),
        )
      ).map((memory) => [memory.id, memory]),
    );
    return {
      memories: wanted.flatMap(({ id }) => stored.get(id) ?? []),
      createdCount: created.length,
    };
  }

  /** Replaces the words; from then on extraction leaves the memory alone. */
  async update(ownerId: string, id: string, content: string): Promise<Memory> {
    const valid = validContent(content);
    const changed = await this.change(ownerId, id, () => ({
      content: valid,
      edited: true,
      layer: 'short_term',
      kg_extracted: false,
    }));
    await this.consolidation.pull(ownerId);
    return changed;
  }

  /** `approved` false hides the memory for good, and keeps the same statement from coming back, in whatever words. */
  async review(ownerId: string, id: string, approved: boolean): Promise<void> {
    await this.change(ownerId, id, (memory) => ({
      reviewed: true,
      user_review: approved,
      review_id: null,
      layer: approved ? memory.layer : 'long_term',
    }));
  }

  async setVisibility(ownerId: string, id: string, visibility: Memory['visibility']): Promise<void> {
    await this.change(ownerId, id, () => ({ visibility }));
  }

  /** First out of search, then for good: dying in between leaves a memory that can be deleted again, never a trace without one. */
  async delete(ownerId: string, id: string): Promise<void> {
    await this.deleteMany(ownerId, [id]);
  }

  /** All or none: when one is not there or locked, nothing is deleted. */
  async deleteMany(ownerId: string, ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)];
    const found = await this.memories.findMany(ownerId, wanted);
    const missing = wanted.find((id) => !found.some((memory) => memory.id === id));
    if (missing !== undefined) throw memoryNotFound(missing);
    for (const memory of found) demandUnlocked(memory);
    await this.index.remove(ownerId, wanted);
    await this.memories.delete(ownerId, found);
    for (const id of wanted) await this.reindex(ownerId, id);
  }

  async deleteAll(ownerId: string): Promise<void> {
    const all = await Array.fromAsync(this.memories.inListOrder(ownerId));
    await this.index.removeAll(ownerId);
    await this.memories.delete(ownerId, all);
  }

  private manual(ownerId: string, given: NewMemory): Memory {
    const topic = given.topic ?? memoryKindOf(given.category).topic ?? 'personal';
    const content = validContent(given.content);
    return newMemory({
      id: deterministicId(ownerId, 'manual-memory', normalizedContent(content) || content),
      uid: ownerId,
      content,
      category: 'manual',
      topic,
      tags: given.tags ? [...given.tags] : [topic],
      visibility: given.visibility ?? 'private',
      created_at: this.clock.now(),
      subject: 'user',
      predicate: null,
      manually_added: true,
      user_review: true,
      layer: 'short_term',
    });
  }

  private async change(
    ownerId: string,
    id: string,
    change: (memory: Memory) => Partial<Memory>,
  ): Promise<Memory> {
    const changed = await this.memories.change(ownerId, id, (memory) => {
      demandUnlocked(memory);
      return weighed({ ...memory, ...change(memory), updated_at: this.clock.now() });
    });
    if (!changed) throw memoryNotFound(id);
    await this.reindex(ownerId, id);
    return changed;
  }

  private async reindex(ownerId: string, memoryId: string): Promise<void> {
    await this.queue.enqueue(indexMemory, { ownerId, memoryId });
  }
}

/** Words that were thrown out, or had given way to others, and are written again hold again. */
function taughtAgain(memory: Memory): Memory | null {
  if (isVisible(memory)) return null;
  return { ...memory, user_review: true, invalid_at: null, superseded_by: null, layer: 'short_term' };
}

function memoryNotFound(id: string): AppError {
  return new AppError('not_found', 'MEMORY_NOT_FOUND', 'There is no such memory.', { id });
}
