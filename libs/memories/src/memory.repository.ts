import { Injectable } from '@nestjs/common';
import type { Memory } from '#libs/contracts';
import { Collection, defineCollection, DocumentStore, type CollectionDefinition } from '#libs/storage';
import { memoryShapeOf } from './memory-shape.js';
import { isVisible } from './memory.rules.js';

/** Most documents that one transaction or page takes; leaves room under the store's limit of 500. */
const BATCH = 400;

const MEMORIES = defineCollection<Memory>({
  path: 'users/{ownerId}/memories',
  indexes: [
    {
      fields: [
        { field: 'scoring', direction: 'desc' },
        { field: 'created_at', direction: 'desc' },
      ],
    },
  ],
  sealed: [
    { field: 'content', reference: 'text' },
    { field: 'evidence', reference: 'json' },
    'subject',
    'predicate',
    'tags',
  ],
  upgrade: memoryShapeOf,
});

/** For `StorageModule.forRoot`. */
export const memoryCollections: readonly CollectionDefinition[] = [MEMORIES];

/** Documents that change together. */
export interface MemoryChanges {
  readonly saved: readonly Memory[];
  readonly deletedIds: readonly string[];
}

/** Memories, `users/{uid}/memories`. What belongs to another owner is absent. */
@Injectable()
export class MemoryRepository {
  private readonly memories: Collection<Memory>;

  constructor(private readonly store: DocumentStore) {
    this.memories = new Collection(store, MEMORIES);
  }

  async find(ownerId: string, id: string): Promise<Memory | null> {
    return (await this.memories.get(ownerId, id))?.data ?? null;
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<Memory[]> {
    const found = await this.memories.getMany(ownerId, ids);
    return found.flatMap((document) => (document ? [document.data] : []));
  }

  /**
   * Visible ones by `scoring`, then newest first. Hidden ones are skipped after reading, because the store has no "is not" and documents of
   * the reference lack the fields that hide.
   */
  async listVisible(ownerId: string, page: { limit: number; offset: number }): Promise<Memory[]> {
    const wanted = page.offset + page.limit;
    const visible: Memory[] = [];
    for await (const memory of this.inListOrder(ownerId)) {
      if (isVisible(memory)) visible.push(memory);
      if (visible.length >= wanted) break;
    }
    return visible.slice(page.offset, wanted);
  }

  /** Every memory of the owner, replaced and thrown out ones too. An owner has hundreds, not millions. */
  async all(ownerId: string): Promise<Memory[]> {
    return Array.fromAsync(this.inListOrder(ownerId));
  }

  async create(ownerId: string, memory: Memory): Promise<void> {
    await this.memories.create(ownerId, memory.id, memory);
  }

  /** Changes one memory in a transaction; answers it afterwards, or null when there is none. */
  async change(
    ownerId: string,
    id: string,
    change: (memory: Memory) => Partial<Memory>,
  ): Promise<Memory | null> {
    return this.store.transaction(async (transaction) => {
      const memories = this.memories.within(transaction);
      const found = await memories.get(ownerId, id);
      if (!found) return null;
      const fields = change(found.data);
      memories.update(ownerId, id, fields);
      return { ...found.data, ...fields };
    });
  }

  /** Decides on all memories of the owner at once and writes the outcome, all or nothing; a change in between makes it decide again. */
  async changeAll<T extends MemoryChanges>(
    ownerId: string,
    decide: (memories: readonly Memory[]) => T,
  ): Promise<T> {
    return this.store.transaction(async (transaction) => {
      const memories = this.memories.within(transaction);
      const decision = decide((await memories.query(ownerId)).map((document) => document.data));
      for (const memory of decision.saved) memories.set(ownerId, memory.id, memory);
      for (const id of decision.deletedIds) memories.delete(ownerId, id);
      return decision;
    });
  }

  async delete(ownerId: string, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      await this.store.transaction(async (transaction) => {
        for (const id of batch) this.memories.within(transaction).delete(ownerId, id);
      });
    }
  }

  async *inListOrder(ownerId: string): AsyncIterable<Memory> {
    const documents = this.memories.each(ownerId, {
      orderBy: [
        { field: 'scoring', direction: 'desc' },
        { field: 'created_at', direction: 'desc' },
      ],
      limit: BATCH,
    });
    for await (const { data } of documents) yield data;
  }
}
