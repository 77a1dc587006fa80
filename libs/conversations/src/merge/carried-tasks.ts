import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import { carriedTaskCollection, type CarriedTask, type MergeRecord } from './merge-record.js';

/** What of a task says which conversations it is of. */
type Belonging = Pick<ActionItemRow, 'conversation_id' | 'conversation_ids' | 'evidence'>;

/**
 * Tasks that go over to a merged conversation with all that their owner did about them, so that none is there twice and what is done stays
 * done. Each is remembered as it was, until the merge is confirmed.
 */
@Injectable()
export class CarriedTasks {
  private readonly items: Collection<ActionItemRow>;
  private readonly carried: Collection<CarriedTask>;

  constructor(
    private readonly store: DocumentStore,
    private readonly tasks: ActionItemsRepository,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
    this.carried = new Collection(store, carriedTaskCollection);
  }

  /** Those of the sources, and those of other conversations that came up in them again. */
  async idsOf(ownerId: string, conversationIds: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const conversationId of conversationIds) {
      for (const { id } of await this.tasks.ofConversation(ownerId, conversationId)) found.push(id);
    }
    return [...new Set(found)];
  }

  /** Reads now, writes when called. */
  async carry(
    transaction: DocumentTransaction,
    ownerId: string,
    { id: mergeId, source_ids: sourceIds }: MergeRecord,
    taskIds: readonly string[],
  ): Promise<() => void> {
    const items = this.items.within(transaction);
    const rows = (await Promise.all(taskIds.map((id) => items.get(ownerId, id)))).flatMap(
      (stored) => stored?.data ?? [],
    );
    const carried = this.carried.in({ mergeId }).within(transaction);
    return () => {
      for (const row of rows) {
        carried.set(ownerId, row.id, { row });
        items.update(ownerId, row.id, belongingTo(mergeId, sourceIds, row));
      }
    };
  }

  /** Puts them back where they were. What their owner did about them meanwhile stays, and what the owner deleted stays away. */
  async giveBack(ownerId: string, mergeId: string, dismissedIds: readonly string[]): Promise<void> {
    const carried = this.carried.in({ mergeId });
    for (const { id, data } of await Array.fromAsync(carried.each(ownerId))) {
      await this.store.transaction(async (transaction) => {
        const items = this.items.within(transaction);
        const current = (await items.get(ownerId, id))?.data;
        if (current) items.update(ownerId, id, asBefore(data.row, current, this.clock.now()));
        else if (!dismissedIds.includes(id)) {
          items.create(ownerId, id, { ...data.row, unsettled_since: this.clock.now() });
        }
        carried.within(transaction).delete(ownerId, id);
      });
    }
  }

  /** They stay where they are now. */
  async settle(ownerId: string, mergeId: string): Promise<void> {
    const carried = this.carried.in({ mergeId });
    for (const { id } of await Array.fromAsync(carried.each(ownerId))) await carried.delete(ownerId, id);
  }
}

/** What extraction says of a task, as it was; what its owner did about it since stays. */
function asBefore(before: ActionItemRow, current: ActionItemRow, now: Date): Partial<ActionItemRow> {
  const { conversation_id, conversation_ids = [], evidence = [], source_segment_ids, extracted_as } = before;
  const { owner_edits: edits = {} } = current;
  return {
    conversation_id,
    conversation_ids,
    evidence,
    source_segment_ids,
    ...(extracted_as === undefined ? {} : { extracted_as }),
    ...(edits.description ? {} : { description: before.description }),
    ...(edits.due_at ? {} : { due_at: before.due_at }),
    unsettled_since: now,
  };
}

function belongingTo(mergeId: string, sourceIds: readonly string[], row: ActionItemRow): Belonging {
  const moved = (id: string) => (sourceIds.includes(id) ? mergeId : id);
  const { conversation_id, conversation_ids = [], evidence = [] } = row;
  return {
    conversation_id: conversation_id && moved(conversation_id),
    conversation_ids: [...new Set(conversation_ids.map(moved))],
    evidence: evidence.map((entry) => ({ ...entry, conversation_id: moved(entry.conversation_id) })),
  };
}
