import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore } from '#libs/storage';
import { KNOWLEDGE } from '../store/collections.js';
import type { KnowledgeFact } from './knowledge.js';

/** Most documents of one write or page; leaves room under the store's limit of 500. */
const BATCH = 200;

export interface CitedKnowledge {
  readonly memoryId: string;
  readonly fact: KnowledgeFact;
}

/** What each memory says of people, places and things, `users/{uid}/knowledge_facts`. */
@Injectable()
export class KnowledgeRepository {
  private readonly facts: Collection<KnowledgeFact>;

  constructor(private readonly store: DocumentStore) {
    this.facts = new Collection(store, KNOWLEDGE);
  }

  /** In place of what was known of the same memories. */
  async save(ownerId: string, facts: readonly CitedKnowledge[]): Promise<void> {
    await this.store.transaction(async (transaction) => {
      for (const { memoryId, fact } of facts) this.facts.within(transaction).set(ownerId, memoryId, fact);
    });
  }

  async retract(ownerId: string, memoryIds: readonly string[]): Promise<void> {
    for (let from = 0; from < memoryIds.length; from += BATCH) {
      await this.store.transaction(async (transaction) => {
        for (const id of memoryIds.slice(from, from + BATCH))
          this.facts.within(transaction).delete(ownerId, id);
      });
    }
  }

  async *all(ownerId: string): AsyncIterable<CitedKnowledge> {
    for await (const { id, data } of this.facts.each(ownerId, { limit: BATCH }))
      yield { memoryId: id, fact: data };
  }

  async clear(ownerId: string): Promise<void> {
    const ids: string[] = [];
    for await (const { memoryId } of this.all(ownerId)) ids.push(memoryId);
    await this.retract(ownerId, ids);
  }
}
