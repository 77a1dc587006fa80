import type { ConversationStatus } from '#libs/contracts';
import type { DocumentFilter } from '#libs/storage';

export interface ConversationFilter {
  /** Empty or absent: any. */
  readonly statuses?: readonly ConversationStatus[];
  /** Defaults to true, as on the wire. */
  readonly includeDiscarded?: boolean;
  readonly starred?: boolean;
  readonly folderId?: string;
  /** Bounds of `created_at`, both included. */
  readonly startDate?: Date;
  readonly endDate?: Date;
}

export interface ConversationListQuery extends ConversationFilter {
  readonly limit: number;
  readonly offset: number;
}

export function filtersOf(filter: ConversationFilter): DocumentFilter[] {
  const where: DocumentFilter[] = [];
  if (filter.statuses?.length) where.push({ field: 'status', op: 'in', value: [...filter.statuses] });
  if (filter.includeDiscarded === false) where.push({ field: 'discarded', op: '==', value: false });
  if (filter.starred !== undefined) where.push({ field: 'starred', op: '==', value: filter.starred });
  if (filter.folderId !== undefined) {
    where.push({ field: 'folder_id', op: '==', value: filter.folderId });
  }
  if (filter.startDate) where.push({ field: 'created_at', op: '>=', value: filter.startDate });
  if (filter.endDate) where.push({ field: 'created_at', op: '<=', value: filter.endDate });
  return where;
}
