import { Injectable } from '@nestjs/common';
import type { ActionItem } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { receiptId, type PipelineRun, type Receipt } from '../pipeline/receipt.js';
import { conversationCollection, receiptCollection } from '../store/collections.js';
import type { ConversationHead, ConversationRow } from '../store/conversation-row.js';
import { actionItemCollection } from './action-item.collections.js';
import type { ActionItemRow } from './action-item-record.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { planTasks, withoutEvidence, type TaskPlan } from './task-plan.rules.js';

/** Of its own: finding the tasks has a receipt too. */
const STAGE = 'tasks_saved';
const HEAD_ONLY = { without: ['transcript_segments'] } as const;

/** The tasks of conversations: which ones each shows, and how they change with it. */
@Injectable()
export class ConversationTasksRepository {
  private readonly items: Collection<ActionItemRow>;
  private readonly conversations: Collection<ConversationRow>;
  private readonly receipts: Collection<Receipt>;

  constructor(
    private readonly store: DocumentStore,
    private readonly rows: ActionItemsRepository,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
    this.conversations = new Collection(store, conversationCollection);
    this.receipts = new Collection(store, receiptCollection);
  }

  /** A conversation as it is stored, with the tasks that were extracted from it. */
  async findConversation(ownerId: string, id: string): Promise<ConversationHead | null> {
    return (await this.conversations.get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  /**
   * Saves the tasks of a conversation's revision, once: what their owner did to them since is not undone when the job is repeated. Nothing
   * when the conversation is gone or was finalized anew. Answers the tasks that changed; repeated, those of which nothing followed yet.
   */
  async saveOnce(
    run: PipelineRun,
    extracted: readonly ActionItem[],
    duplicates: ReadonlyMap<string, ActionItemRow>,
  ): Promise<string[]> {
    const { ownerId, conversationId, revision } = run;
    return this.store.transaction(async (transaction) => {
      const conversations = this.conversations.within(transaction);
      const head = (await conversations.get(ownerId, conversationId, HEAD_ONLY))?.data;
      const receipts = this.receipts.in({ conversationId }).within(transaction);
      const receipt = await receipts.get(ownerId, receiptId(revision, STAGE));
      if (head?.revision !== revision) return [];
      const rows = await this.rowsOf(transaction, ownerId, conversationId);
      if (receipt) return rows.filter((row) => row.unsettled_since).map(({ id }) => id);
      const now = this.clock.now();
      const plan = planTasks({
        conversationId,
        tasks: head.tasks,
        rows,
        extracted,
        duplicates: await this.stillOpen(transaction, ownerId, duplicates),
        now,
      });
      receipts.set(ownerId, receiptId(revision, STAGE), {
        stage: STAGE,
        revision,
        output: null,
        completed_at: now,
      });
      conversations.update(ownerId, conversationId, { tasks: plan.tasks });
      return this.write(transaction, ownerId, plan);
    });
  }

  /** Of a conversation that is gone. What also came up in another one stays, as a task of that. Answers the tasks that changed. */
  async deleteOfConversation(ownerId: string, conversationId: string): Promise<string[]> {
    return this.store.transaction(async (transaction) => {
      const rows = await this.rowsOf(transaction, ownerId, conversationId);
      const items = this.items.within(transaction);
      for (const row of rows) {
        const rest = withoutEvidence(row, conversationId);
        const [heir] = rest.evidence!;
        if (row.conversation_id !== conversationId) items.update(ownerId, row.id, rest);
        else if (heir) items.update(ownerId, row.id, inherited(rest, heir.conversation_id));
        else this.rows.deleteIn(transaction, ownerId, row);
      }
      return rows.map(({ id }) => id);
    });
  }

  private write(transaction: DocumentTransaction, ownerId: string, plan: TaskPlan): string[] {
    const items = this.items.within(transaction);
    for (const row of plan.create) this.rows.createIn(transaction, ownerId, row);
    for (const { id, fields } of plan.update) items.update(ownerId, id, fields);
    for (const row of plan.remove) this.rows.deleteIn(transaction, ownerId, row);
    return [...plan.create, ...plan.update, ...plan.remove].map(({ id }) => id);
  }

  private async rowsOf(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
  ): Promise<ActionItemRow[]> {
    const items = this.items.within(transaction);
    const own = await items.query(ownerId, {
      where: [{ field: 'conversation_id', op: '==', value: conversationId }],
    });
    const cited = await items.query(ownerId, {
      where: [{ field: 'conversation_ids', op: 'array-contains', value: conversationId }],
    });
    return [...new Map([...own, ...cited].map(({ id, data }) => [id, data])).values()];
  }

  /** What was found to be the same outside of the transaction may have been completed or deleted since. */
  private async stillOpen(
    transaction: DocumentTransaction,
    ownerId: string,
    duplicates: ReadonlyMap<string, ActionItemRow>,
  ): Promise<Map<string, ActionItemRow>> {
    const items = this.items.within(transaction);
    const found = await Promise.all(
      [...duplicates].map(async ([id, open]) => [id, (await items.get(ownerId, open.id))?.data] as const),
    );
    return new Map(found.flatMap(([id, row]) => (row && !row.completed ? [[id, row] as const] : [])));
  }
}

/** The task goes on as one of the conversation in which it came up next. */
function inherited(rest: Partial<ActionItemRow>, heir: string): Partial<ActionItemRow> {
  const source = rest.evidence!.find(({ conversation_id: id }) => id === heir)!;
  return {
    conversation_id: heir,
    conversation_ids: rest.conversation_ids!,
    source_segment_ids: source.segment_ids,
    evidence: rest.evidence!.filter((entry) => entry !== source),
  };
}
