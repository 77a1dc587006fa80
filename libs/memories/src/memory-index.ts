import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Memory } from '#libs/contracts';
import { KeywordIndex, VectorStore } from '#libs/storage';
import { isVisible } from './memory.rules.js';
import { MemoryRepository } from './memory.repository.js';

/** Name of the keyword collection and of the vector namespace. */
export const MEMORY_SEARCH_SPACE = 'memories';

/** The place of memories in keyword and vector search. */
@Injectable()
export class MemoryIndex {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** Brings search in line with the document. Looks again afterwards, so that a change or deletion meanwhile is never overwritten for good. */
  async sync(ownerId: string, id: string, signal?: AbortSignal): Promise<void> {
    let applied: string | undefined;
    for (;;) {
      const memory = await this.memories.find(ownerId, id);
      const wanted = memory && isVisible(memory) ? memory.content : '';
      if (wanted === applied) return;
      if (memory && wanted !== '') await this.put(ownerId, memory, signal);
      else await this.remove(ownerId, [id]);
      applied = wanted;
    }
  }

  async remove(ownerId: string, ids: readonly string[]): Promise<void> {
    await this.keywords.delete(MEMORY_SEARCH_SPACE, ownerId, ids);
    await this.vectors.delete(MEMORY_SEARCH_SPACE, ownerId, ids);
  }

  async removeAll(ownerId: string): Promise<void> {
    await this.keywords.deleteByPrefix(MEMORY_SEARCH_SPACE, ownerId, '');
    await this.vectors.deleteByPrefix(MEMORY_SEARCH_SPACE, ownerId, '');
  }

  private async put(ownerId: string, memory: Memory, signal?: AbortSignal): Promise<void> {
    const [values] = await this.embedder.embed([memory.content], signal);
    const createdMs = memory.created_at.getTime();
    await this.keywords.upsert(MEMORY_SEARCH_SPACE, [
      { id: memory.id, ownerId, title: '', body: memory.content, timeMs: createdMs, metadata: {} },
    ]);
    // A text without a word that the embedder knows is found by its words alone.
    if (!values!.some((value) => value !== 0))
      return this.vectors.delete(MEMORY_SEARCH_SPACE, ownerId, [memory.id]);
    const metadata = { category: memory.category, created_at: Math.floor(createdMs / 1_000) };
    const { name, dimension } = this.embedder;
    await this.vectors.upsert(MEMORY_SEARCH_SPACE, { name, dimension }, [
      { id: memory.id, ownerId, values: values!, metadata },
    ]);
  }
}
