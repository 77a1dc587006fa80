import { Injectable } from '@nestjs/common';
import { indexMemory, type Memory, type MemoryTopic } from '#libs/contracts';
import { AppError, Clock, newId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { MemoryIndex } from './memory-index.js';
import { isVisible, newMemory, validContent } from './memory.rules.js';
import { MemoryRepository } from './memory.repository.js';

export interface NewMemory {
  readonly content: string;
  readonly visibility?: Memory['visibility'];
  readonly tags?: readonly string[];
  readonly topic?: MemoryTopic;
}

/** What an owner does with memories. Absent, replaced and other people's memories give the same `not_found` MEMORY_NOT_FOUND. */
@Injectable()
export class MemoriesService {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly index: MemoryIndex,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Visible ones by `scoring`, then newest first. */
  async list(ownerId: string, page: { limit: number; offset: number }): Promise<Memory[]> {
    return this.memories.listVisible(ownerId, page);
  }

  /** All of them one by one, replaced and rejected ones too: for the owner's export. */
  all(ownerId: string): AsyncIterable<Memory> {
    return this.memories.inListOrder(ownerId);
  }

  async get(ownerId: string, id: string): Promise<Memory> {
    const memory = await this.memories.find(ownerId, id);
    if (!memory || !isVisible(memory)) throw memoryNotFound(id);
    return memory;
  }

  /** A memory that the owner wrote: approved from the start, and never replaced by what is heard later. */
  async create(ownerId: string, given: NewMemory): Promise<Memory> {
    const topic = given.topic ?? 'personal';
    const memory = newMemory({
      id: newId(),
      uid: ownerId,
      content: validContent(given.content),
      category: 'manual',
      topic,
      tags: given.tags ? [...given.tags] : [topic],
      visibility: given.visibility ?? 'private',
      created_at: this.clock.now(),
      subject: 'user',
      predicate: null,
      manually_added: true,
      user_review: true,
    });
    await this.memories.create(ownerId, memory);
    await this.reindex(ownerId, memory.id);
    return memory;
  }

  /** Replaces the words; from then on extraction leaves the memory alone. */
  async update(ownerId: string, id: string, content: string): Promise<Memory> {
    const valid = validContent(content);
    return this.change(ownerId, id, () => ({ content: valid, edited: true }));
  }

  /** `approved` false hides the memory for good, and keeps the same statement from coming back. */
  async review(ownerId: string, id: string, approved: boolean): Promise<void> {
    await this.change(ownerId, id, () => ({ reviewed: true, user_review: approved }));
  }

  async setVisibility(ownerId: string, id: string, visibility: Memory['visibility']): Promise<void> {
    await this.change(ownerId, id, () => ({ visibility }));
  }

  /** First out of search, then for good: dying in between leaves a memory that can be deleted again, never a trace without one. */
  async delete(ownerId: string, id: string): Promise<void> {
    const memory = await this.memories.find(ownerId, id);
    if (!memory) throw memoryNotFound(id);
    await this.index.remove(ownerId, [id]);
    await this.memories.delete(ownerId, [id]);
    await this.reindex(ownerId, id);
  }

  async deleteAll(ownerId: string): Promise<void> {
    const all = await this.memories.all(ownerId);
    await this.index.removeAll(ownerId);
    await this.memories.delete(
      ownerId,
      all.map((memory) => memory.id),
    );
  }

  private async change(
    ownerId: string,
    id: string,
    change: (memory: Memory) => Partial<Memory>,
  ): Promise<Memory> {
    const changed = await this.memories.change(ownerId, id, (memory) => ({
      ...change(memory),
      updated_at: this.clock.now(),
    }));
    if (!changed) throw memoryNotFound(id);
    await this.reindex(ownerId, id);
    return changed;
  }

  private async reindex(ownerId: string, memoryId: string): Promise<void> {
    await this.queue.enqueue(indexMemory, { ownerId, memoryId });
  }
}

function memoryNotFound(id: string): AppError {
  return new AppError('not_found', 'MEMORY_NOT_FOUND', 'There is no such memory.', { id });
}
