import type { ActionItem, Conversation } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import type { ActionItemRecord } from './action-item-record.js';

/** The same task of the same conversation has the same id, however often it is extracted; case and spaces do not matter. */
export function actionItemId(conversationId: string, description: string): string {
  return deterministicId('action-item', conversationId, normalized(description));
}

function normalized(description: string): string {
  return description.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

/** The tasks of a conversation as documents of the collection; what is said twice is one. */
export function recordsOf(conversation: Conversation, now: Date): ActionItemRecord[] {
  const records = conversation.structured.action_items.map((item) => recordOf(conversation.id, item, now));
  return [...new Map(records.map((record) => [record.id, record])).values()];
}

function recordOf(conversationId: string, item: ActionItem, now: Date): ActionItemRecord {
  return {
    ...item,
    id: actionItemId(conversationId, item.description),
    conversation_id: conversationId,
    created_at: item.created_at ?? now,
    updated_at: item.updated_at ?? now,
    is_locked: false,
    exported: false,
    export_date: null,
    export_platform: null,
    apple_reminder_id: null,
    sort_order: 0,
    indent_level: 0,
  };
}
