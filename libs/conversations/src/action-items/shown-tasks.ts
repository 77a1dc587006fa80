import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { conversationCollection } from '../store/collections.js';
import type { ConversationRow } from '../store/conversation-row.js';
import type { ActionItemRow } from './action-item-record.js';

const HEAD_ONLY = { without: ['transcript_segments'] } as const;
const nothing = () => undefined;

/** Which tasks conversations show, as tasks come and go by hand. All methods read at once, and write when what they answer is called. */
@Injectable()
export class ShownTasks {
  private readonly conversations: Collection<ConversationRow>;

  constructor(store: DocumentStore) {
    this.conversations = new Collection(store, conversationCollection);
  }

  /** A task that is put into a conversation is shown there. */
  async showIn(transaction: DocumentTransaction, ownerId: string, row: ActionItemRow): Promise<() => void> {
    const { id, conversation_id: conversationId } = row;
    if (conversationId === null) return nothing;
    const conversations = this.conversations.within(transaction);
    const tasks = (await conversations.get(ownerId, conversationId, HEAD_ONLY))?.data.tasks;
    if (!tasks) return nothing;
    const shown = { ...tasks, ids: [...tasks.ids, id] };
    return () => conversations.update(ownerId, conversationId, { tasks: shown });
  }

  /** A task that is deleted goes from every conversation in which it came up, and does not come back there. */
  async dismissIn(
    transaction: DocumentTransaction,
    ownerId: string,
    row: ActionItemRow,
  ): Promise<() => void> {
    const ids = new Set([...(row.conversation_ids ?? []), row.conversation_id ?? []].flat());
    const writes = await Promise.all([...ids].map((id) => this.dismissFrom(transaction, ownerId, id, row)));
    return () => {
      for (const write of writes) write();
    };
  }

  private async dismissFrom(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
    row: ActionItemRow,
  ): Promise<() => void> {
    const conversations = this.conversations.within(transaction);
    const tasks = (await conversations.get(ownerId, conversationId, HEAD_ONLY))?.data.tasks;
    if (!tasks) return nothing;
    const evidence = row.evidence?.find((entry) => entry.conversation_id === conversationId);
    const segmentIds = evidence?.segment_ids ?? row.source_segment_ids;
    const dismissed = [...tasks.dismissed, { id: row.id, segment_ids: segmentIds }];
    const ids = tasks.ids.filter((id) => id !== row.id);
    return () => conversations.update(ownerId, conversationId, { tasks: { ids, dismissed } });
  }
}
