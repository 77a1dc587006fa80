import type { ActionItem } from '#libs/contracts';
import type { Collection } from '#libs/storage';
import type { ConversationHead } from '../store/conversation-row.js';
import type { ActionItemRow } from './action-item-record.js';

/**
 * Shows in conversations the tasks of the owner's list, which alone counts: one read for all of them. Conversations whose tasks are not in
 * the list yet show what was extracted.
 */
export async function withTasks<Row extends ConversationHead>(
  items: Collection<ActionItemRow>,
  ownerId: string,
  rows: readonly Row[],
): Promise<Row[]> {
  const ids = [...new Set(rows.flatMap(({ tasks }) => tasks?.ids ?? []))];
  const found = ids.length > 0 ? await items.getMany(ownerId, ids) : [];
  const byId = new Map(found.flatMap((stored) => (stored ? [[stored.id, stored.data]] : [])));
  return rows.map((row) => {
    if (!row.tasks) return row;
    const shown = row.tasks.ids.flatMap((id) => byId.get(id) ?? []);
    return { ...row, structured: { ...row.structured, action_items: shown.map(toActionItem) } };
  });
}

/** A task as a conversation shows it. */
function toActionItem(row: ActionItemRow): ActionItem {
  return {
    description: row.description,
    completed: row.completed,
    created_at: row.created_at,
    updated_at: row.updated_at,
    due_at: row.due_at,
    completed_at: row.completed_at,
    conversation_id: row.conversation_id,
    source_segment_ids: row.source_segment_ids,
  };
}
