import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentFilter } from '#libs/storage';
import { receiptId, type PipelineRun, type Receipt } from '../pipeline/receipt.js';
import { actionItemCollection, conversationCollection, receiptCollection } from '../store/collections.js';
import type { ConversationRow } from '../store/conversation-row.js';
import type { ActionItemFilter, ActionItemRecord } from './action-item-record.js';

const STAGE = 'action_items';

/** Tasks, `users/{uid}/action_items`. What belongs to another owner is absent. */
@Injectable()
export class ActionItemsRepository {
  private readonly items: Collection<ActionItemRecord>;
  private readonly conversations: Collection<ConversationRow>;
  private readonly receipts: Collection<Receipt>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
    this.conversations = new Collection(store, conversationCollection);
    this.receipts = new Collection(store, receiptCollection);
  }

  async find(ownerId: string, id: string): Promise<ActionItemRecord | null> {
    return (await this.items.get(ownerId, id))?.data ?? null;
  }

  /** Newest first by creation. */
  async list(
    ownerId: string,
    filter: ActionItemFilter,
    page: { limit: number; offset: number },
  ): Promise<ActionItemRecord[]> {
    const { documents } = await this.items.query(ownerId, {
      where: filtersOf(filter),
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      ...page,
    });
    return documents.map((found) => found.data);
  }

  /** All of them, newest first by creation. */
  async *all(ownerId: string): AsyncIterable<ActionItemRecord> {
    const orderBy = [{ field: 'created_at', direction: 'desc' as const }];
    for await (const { data } of this.items.each(ownerId, { orderBy })) yield data;
  }

  async countOfConversation(ownerId: string, conversationId: string): Promise<number> {
    return this.items.count(ownerId, filtersOf({ conversationId }));
  }

  /** Answers how many went. */
  async deleteOfConversation(ownerId: string, conversationId: string): Promise<number> {
    const { documents } = await this.items.query(ownerId, { where: filtersOf({ conversationId }) });
    for (const { id } of documents) await this.items.delete(ownerId, id);
    return documents.length;
  }

  /**
   * Writes the tasks of a conversation's revision, once: a task that its owner has changed or deleted since does not come back when the
   * job is repeated. Nothing when the conversation is gone or was finalized anew.
   */
  async addOnce(run: PipelineRun, records: readonly ActionItemRecord[]): Promise<void> {
    const { ownerId, conversationId, revision } = run;
    await this.store.transaction(async (transaction) => {
      const row = await this.conversations.within(transaction).get(ownerId, conversationId);
      const receipts = this.receipts.in({ conversationId }).within(transaction);
      const receipt = await receipts.get(ownerId, receiptId(revision, STAGE));
      if (row?.data.revision !== revision || receipt) return;
      const items = this.items.within(transaction);
      const missing: ActionItemRecord[] = [];
      for (const record of records) {
        if (!(await items.get(ownerId, record.id))) missing.push(record);
      }
      receipts.set(ownerId, receiptId(revision, STAGE), {
        stage: STAGE,
        revision,
        output: null,
        completed_at: this.clock.now(),
      });
      for (const record of missing) items.create(ownerId, record.id, record);
    });
  }

  /** Null when there is none. */
  async change(
    ownerId: string,
    id: string,
    change: (record: ActionItemRecord) => Partial<ActionItemRecord>,
  ): Promise<ActionItemRecord | null> {
    return this.store.transaction(async (transaction) => {
      const items = this.items.within(transaction);
      const record = (await items.get(ownerId, id))?.data;
      if (!record) return null;
      const fields = change(record);
      items.update(ownerId, id, fields);
      return { ...record, ...fields };
    });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.items.delete(ownerId, id);
  }
}

function filtersOf(filter: ActionItemFilter): DocumentFilter[] {
  const where: DocumentFilter[] = [];
  if (filter.completed !== undefined) where.push({ field: 'completed', op: '==', value: filter.completed });
  if (filter.conversationId !== undefined) {
    where.push({ field: 'conversation_id', op: '==', value: filter.conversationId });
  }
  if (filter.startDate) where.push({ field: 'created_at', op: '>=', value: filter.startDate });
  if (filter.endDate) where.push({ field: 'created_at', op: '<=', value: filter.endDate });
  return where;
}
