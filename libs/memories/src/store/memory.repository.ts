import { Injectable } from '@nestjs/common';
import type { Memory } from '#libs/contracts';
import { Collection, DocumentStore } from '#libs/storage';
import { isVisible } from '../memory.rules.js';
import type { MemoryReview } from '../review/memory-review.js';
import { MEMORIES, REVIEWS } from './collections.js';
import { ForgottenStatements, type MovedWords } from './forgotten-statements.js';
import { memoryOfRow, rowOf, type MemoryRow } from './memory-row.js';
import { MemoryViewReader, type ViewRequest } from './memory-view-reader.js';

/** Most documents that one transaction or page takes; leaves room under the store's limit of 500. */
const BATCH = 200;
const LIST_ORDER = [
  { field: 'scoring', direction: 'desc' },
  { field: 'created_at', direction: 'desc' },
] as const;

/** What a decision sees of an owner's memories. */
export interface MemoryView {
  readonly memories: readonly Memory[];
  /** Of the memories that may come in, those that the owner deleted before. */
  readonly forgottenIds: ReadonlySet<string>;
}

/** What a decision is about. */
export interface DecisionRequest extends ViewRequest {
  /** Memories that may come in by it. */
  readonly fresh?: readonly Memory[];
}

/** Documents that change together. */
export interface MemoryChanges {
  readonly saved: readonly Memory[];
  readonly deletedIds: readonly string[];
  readonly reviews?: readonly MemoryReview[];
}

/** Memories, `users/{uid}/memories`. What belongs to another owner is absent. */
@Injectable()
export class MemoryRepository {
  private readonly memories: Collection<MemoryRow>;
  private readonly forgotten: ForgottenStatements;
  private readonly reviews: Collection<MemoryReview>;

  constructor(private readonly store: DocumentStore) {
    this.memories = new Collection(store, MEMORIES);
    this.forgotten = new ForgottenStatements(store);
    this.reviews = new Collection(store, REVIEWS);
  }

  async find(ownerId: string, id: string): Promise<Memory | null> {
    const found = await this.memories.get(ownerId, id);
    return found && memoryOfRow(found.data);
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<Memory[]> {
    const found = await this.memories.getMany(ownerId, ids);
    return found.flatMap((document) => (document ? [memoryOfRow(document.data)] : []));
  }

  /**
   * Visible ones by `scoring`, then newest first. Hidden ones are skipped after reading, because the store has no "is not" and documents of
   * the reference lack the fields that hide.
   */
  async listVisible(
    ownerId: string,
    page: { limit: number; offset: number },
    isWanted: (memory: Memory) => boolean = () => true,
  ): Promise<Memory[]> {
    const wanted = page.offset + page.limit;
    const visible: Memory[] = [];
    for await (const memory of this.inListOrder(ownerId)) {
      if (isVisible(memory) && isWanted(memory)) visible.push(memory);
      if (visible.length >= wanted) break;
    }
    return visible.slice(page.offset, wanted);
  }

  /** All of them, replaced and hidden ones too, newest first. */
  async listHistory(ownerId: string, page: { limit: number; offset: number }): Promise<Memory[]> {
    const orderBy = [{ field: 'created_at', direction: 'desc' }] as const;
    const { documents } = await this.memories.query(ownerId, { orderBy, ...page });
    return documents.map(({ data }) => memoryOfRow(data));
  }

  /** Those that a memory took the place of. */
  async replacedBy(ownerId: string, id: string): Promise<Memory[]> {
    const where = [{ field: 'superseded_by', op: '==', value: id }] as const;
    const { documents } = await this.memories.query(ownerId, { where, limit: BATCH });
    return documents.map(({ data }) => memoryOfRow(data));
  }

  /** What consolidation has not looked at yet, oldest first. */
  async pending(ownerId: string, limit: number): Promise<Memory[]> {
    const where = [{ field: 'pending', op: '==', value: true }] as const;
    const orderBy = [{ field: 'created_at', direction: 'asc' }] as const;
    const { documents } = await this.memories.query(ownerId, { where, orderBy, limit });
    return documents.map(({ data }) => memoryOfRow(data));
  }

  async countPending(ownerId: string): Promise<number> {
    return this.memories.count(ownerId, [{ field: 'pending', op: '==', value: true }]);
  }

  /** Everything that rests on a source. */
  async ofSource(ownerId: string, sourceId: string): Promise<Memory[]> {
    return this.read(ownerId, { sourceId });
  }

  /** What a view of this extent holds now, outside any decision. */
  async read(ownerId: string, request: ViewRequest): Promise<Memory[]> {
    return this.store.transaction(async (transaction) => {
      const reader = new MemoryViewReader(ownerId, this.memories.within(transaction));
      return reader.read(request);
    });
  }

  /** All or nothing; those that are there already stay as they are. Answers the ids that were new. */
  async createAll(ownerId: string, memories: readonly Memory[]): Promise<string[]> {
    return this.store.transaction(async (transaction) => {
      const within = this.memories.within(transaction);
      const known = await Promise.all(memories.map(({ id }) => within.get(ownerId, id)));
      const fresh = memories.filter((_, index) => known[index] === null);
      for (const memory of fresh) within.create(ownerId, memory.id, rowOf(ownerId, memory));
      return fresh.map(({ id }) => id);
    });
  }

  /** Changes one memory in a transaction; answers it afterwards, or null when there is none or `change` leaves it. */
  async change(
    ownerId: string,
    id: string,
    change: (memory: Memory) => Memory | null,
  ): Promise<Memory | null> {
    return this.store.transaction(async (transaction) => {
      const memories = this.memories.within(transaction);
      const found = await memories.get(ownerId, id);
      const changed = found && change(memoryOfRow(found.data));
      if (!changed) return null;
      memories.set(ownerId, id, rowOf(ownerId, changed));
      return changed;
    });
  }

  /**
   * Decides on what `request` shows and writes the outcome, all or nothing; a change in between, even of what would only now be shown, makes it
   * decide again.
   */
  async decide<T extends MemoryChanges>(
    ownerId: string,
    request: DecisionRequest,
    decide: (view: MemoryView) => T,
  ): Promise<T> {
    return this.store.transaction(async (transaction) => {
      const memories = this.memories.within(transaction);
      const forgottenIds = await this.forgotten.among(transaction, ownerId, request.fresh ?? []);
      const view = await new MemoryViewReader(ownerId, memories).read(request);
      const decision = decide({ memories: view, forgottenIds });
      for (const memory of decision.saved) memories.set(ownerId, memory.id, rowOf(ownerId, memory));
      for (const id of decision.deletedIds) memories.delete(ownerId, id);
      for (const review of decision.reviews ?? [])
        this.reviews.within(transaction).set(ownerId, review.id, review);
      return decision;
    });
  }

  /** For good. What a source said stays away when its words are read again. */
  async delete(ownerId: string, memories: readonly Memory[]): Promise<void> {
    for (let from = 0; from < memories.length; from += BATCH) {
      const batch = memories.slice(from, from + BATCH);
      await this.store.transaction(async (transaction) => {
        const note = await this.forgotten.note(transaction, ownerId, batch);
        note();
        for (const { id } of batch) this.memories.within(transaction).delete(ownerId, id);
      });
    }
  }

  /** Has what was deleted of some words stay away where they lie now. */
  async followForgotten(ownerId: string, moved: MovedWords): Promise<void> {
    await this.forgotten.follow(ownerId, moved);
  }

  /** Lets go of what was remembered of a source's deleted memories. */
  async forgetSource(ownerId: string, sourceId: string): Promise<void> {
    await this.forgotten.release(ownerId, sourceId);
  }

  async *inListOrder(ownerId: string): AsyncIterable<Memory> {
    const documents = this.memories.each(ownerId, { orderBy: LIST_ORDER, limit: BATCH });
    for await (const { data } of documents) yield memoryOfRow(data);
  }
}
