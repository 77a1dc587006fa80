import type { DocumentFilter } from '#libs/storage';
import type { ActionItemRow } from './action-item-record.js';

export interface ActionItemFilter {
  readonly completed?: boolean;
  readonly conversationId?: string;
  /** Bounds of `created_at`, both included. */
  readonly startDate?: Date;
  readonly endDate?: Date;
  /** Bounds of `due_at`, both included; those without a date are left out then. */
  readonly dueStartDate?: Date;
  readonly dueEndDate?: Date;
}

/** What cites a conversation, as rows of this server say. */
export function citing(conversationId: string): DocumentFilter {
  return { field: 'conversation_ids', op: 'array-contains', value: conversationId };
}

export function filtersOf(filter: ActionItemFilter): DocumentFilter[] {
  const where: DocumentFilter[] = [];
  if (filter.completed !== undefined) where.push({ field: 'completed', op: '==', value: filter.completed });
  if (filter.conversationId !== undefined) {
    where.push({ field: 'conversation_id', op: '==', value: filter.conversationId });
  }
  if (filter.startDate) where.push({ field: 'created_at', op: '>=', value: filter.startDate });
  if (filter.endDate) where.push({ field: 'created_at', op: '<=', value: filter.endDate });
  if (filter.dueStartDate) where.push({ field: 'due_at', op: '>=', value: filter.dueStartDate });
  if (filter.dueEndDate) where.push({ field: 'due_at', op: '<=', value: filter.dueEndDate });
  return where;
}

/** Whether a task is one of those, its conversation aside. */
export function passes(row: ActionItemRow, filter: ActionItemFilter): boolean {
  const within = (at: Date | null, from?: Date, to?: Date) =>
    (!from && !to) || (at !== null && (!from || at >= from) && (!to || at <= to));
  return (
    (filter.completed === undefined || row.completed === filter.completed) &&
    within(row.created_at, filter.startDate, filter.endDate) &&
    within(row.due_at, filter.dueStartDate, filter.dueEndDate)
  );
}
