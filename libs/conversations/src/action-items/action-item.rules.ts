import type { ActionItem } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import type { ActionItemChange, ActionItemRow, NewActionItem } from './action-item-record.js';

/** The same task of the same conversation has the same id, however often it is extracted; case and spaces do not matter. */
export function actionItemId(conversationId: string, description: string): string {
  return deterministicId('action-item', conversationId, normalized(description));
}

/** The same words of the same owner are the same task. `occurrence`: from 0, counts how often they were completed and put in again. */
export function manualItemId(ownerId: string, description: string, occurrence: number): string {
  return deterministicId('manual-action-item', ownerId, normalized(description), String(occurrence));
}

export function normalized(description: string): string {
  return description.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

/** A task as it was extracted, as a document of the collection. */
export function extractedRow(conversationId: string, item: ActionItem, now: Date): ActionItemRow {
  return {
    ...newRow(actionItemId(conversationId, item.description), now),
    ...item,
    conversation_id: conversationId,
    conversation_ids: [conversationId],
    extracted_as: item.description,
    created_at: item.created_at ?? now,
    updated_at: item.updated_at ?? now,
    unsettled_since: now,
  };
}

/** A task as its owner wrote it down. */
export function manualRow(id: string, item: NewActionItem, now: Date): ActionItemRow {
  const conversationId = item.conversation_id ?? null;
  const completed = item.completed ?? false;
  return {
    ...newRow(id, now),
    description: item.description.trim(),
    completed,
    completed_at: completed ? now : null,
    due_at: item.due_at ?? null,
    conversation_id: conversationId,
    conversation_ids: conversationId === null ? [] : [conversationId],
    unsettled_since: now,
  };
}

function newRow(id: string, now: Date): ActionItemRow {
  return {
    id,
    description: '',
    completed: false,
    created_at: now,
    updated_at: now,
    due_at: null,
    completed_at: null,
    conversation_id: null,
    source_segment_ids: [],
    is_locked: false,
    exported: false,
    export_date: null,
    export_platform: null,
    apple_reminder_id: null,
    sort_order: 0,
    indent_level: 0,
  };
}

/** What an owner's change does to a row. Completing twice keeps the first time. */
export function changedByOwner(
  row: ActionItemRow,
  change: ActionItemChange,
  now: Date,
): Partial<ActionItemRow> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const edits: ActionItemRow['owner_edits'] = { ...row.owner_edits };
  if (change.description !== undefined) edits.description = true;
  if (change.due_at !== undefined) edits.due_at = true;
  if (change.completed !== undefined) edits.completed = true;
  if (change.sort_order !== undefined || change.indent_level !== undefined) edits.order = true;
  return {
    ...(given as Partial<ActionItemRow>),
    ...(change.completed === undefined ? {} : { completed_at: completionTime(row, change.completed, now) }),
    owner_edits: edits,
    updated_at: now,
    unsettled_since: now,
  };
}

function completionTime(row: ActionItemRow, completed: boolean, now: Date): Date | null {
  return completed ? (row.completed_at ?? now) : null;
}
