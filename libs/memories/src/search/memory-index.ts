import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Memory } from '#libs/contracts';
import { KeywordIndex, VectorStore } from '#libs/storage';
import { KnowledgeRepository } from '../knowledge/knowledge.repository.js';
import { isOpen } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';

/** Name of the keyword collection and of the vector namespace. */
export const MEMORY_SEARCH_SPACE = 'memories';
/** Keyword collection of what owners threw out: never shown, only asked so that it does not come back in other words. */
export const REJECTED_SEARCH_SPACE = 'rejected_memories';

/** The place of memories in keyword and vector search, and in the knowledge graph as far as they leave it. */
@Injectable()
export class MemoryIndex {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly knowledge: KnowledgeRepository,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** Brings search in line with the document. Looks again afterwards, so that a change or deletion meanwhile is never overwritten for good. */
  async sync(ownerId: string, id: string, signal?: AbortSignal): Promise<void> {
    let applied: string | undefined;
    for (;;) {
      const memory = await this.memories.find(ownerId, id);
      const wanted = `${placeOf(memory)} ${memory?.content}`;
      if (wanted === applied) return;
      await this.apply(ownerId, id, memory, signal);
      applied = wanted;
    }
  }

  /** Out of search and out of the knowledge graph. */
  async remove(ownerId: string, ids: readonly string[]): Promise<void> {
    await this.keywords.delete(MEMORY_SEARCH_SPACE, ownerId, ids);
    await this.keywords.delete(REJECTED_SEARCH_SPACE, ownerId, ids);
    await this.vectors.delete(MEMORY_SEARCH_SPACE, ownerId, ids);
    await this.knowledge.retract(ownerId, ids);
  }

  async removeAll(ownerId: string): Promise<void> {
    await this.keywords.deleteByPrefix(MEMORY_SEARCH_SPACE, ownerId, '');
    await this.keywords.deleteByPrefix(REJECTED_SEARCH_SPACE, ownerId, '');
    await this.vectors.deleteByPrefix(MEMORY_SEARCH_SPACE, ownerId, '');
    await this.knowledge.clear(ownerId);
  }

  private async apply(
    ownerId: string,
    id: string,
    memory: Memory | null,
    signal?: AbortSignal,
  ): Promise<void> {
    const place = placeOf(memory);
    if (memory && place === 'shown') return this.show(ownerId, memory, signal);
    await this.remove(ownerId, [id]);
    if (memory && place === 'rejected') {
      await this.keywords.upsert(REJECTED_SEARCH_SPACE, [keywordDocument(ownerId, memory)]);
    }
  }

  private async show(ownerId: string, memory: Memory, signal?: AbortSignal): Promise<void> {
    const [values] = await this.embedder.embed([memory.content], signal);
    // It may be back from having been thrown out.
    await this.keywords.delete(REJECTED_SEARCH_SPACE, ownerId, [memory.id]);
    await this.keywords.upsert(MEMORY_SEARCH_SPACE, [keywordDocument(ownerId, memory)]);
    // A text without a word that the embedder knows is found by its words alone.
    if (!values!.some((value) => value !== 0))
      return this.vectors.delete(MEMORY_SEARCH_SPACE, ownerId, [memory.id]);
    const metadata = {
      category: memory.category,
      created_at: Math.floor(memory.created_at.getTime() / 1_000),
    };
    const { name, dimension } = this.embedder;
    await this.vectors.upsert(MEMORY_SEARCH_SPACE, { name, dimension }, [
      { id: memory.id, ownerId, values: values!, metadata },
    ]);
  }
}

type Place = 'shown' | 'rejected' | 'nowhere';

function placeOf(memory: Memory | null): Place {
  if (!memory) return 'nowhere';
  if (isOpen(memory)) return 'shown';
  return memory.user_review === false ? 'rejected' : 'nowhere';
}

function keywordDocument(ownerId: string, { id, content, created_at }: Memory) {
  return { id, ownerId, title: '', body: content, timeMs: created_at.getTime(), metadata: {} };
}
