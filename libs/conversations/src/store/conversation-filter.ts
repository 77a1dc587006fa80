import {
  CONVERSATION_STATUSES,
  type Category,
  type ConversationSource,
  type ConversationStatus,
} from '#libs/contracts';
import type { DocumentFilter } from '#libs/storage';

export interface ConversationFilter {
  /** Empty or absent: any that clients are told of. */
  readonly statuses?: readonly ConversationStatus[];
  /** Empty or absent: any. */
  readonly categories?: readonly Category[];
  /** Empty or absent: any. */
  readonly sources?: readonly ConversationSource[];
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
  return [
    ...among('status', filter.statuses?.length ? filter.statuses : CONVERSATION_STATUSES),
    ...among('structured.category', filter.categories),
    ...among('source', filter.sources),
    ...equal('discarded', filter.includeDiscarded === false ? false : undefined),
    ...equal('starred', filter.starred),
    ...equal('folder_id', filter.folderId),
    ...bound('>=', filter.startDate),
    ...bound('<=', filter.endDate),
  ];
}

function among(field: string, values: readonly string[] = []): DocumentFilter[] {
  return values.length > 0 ? [{ field, op: 'in', value: [...values] }] : [];
}

function equal(field: string, value: string | boolean | undefined): DocumentFilter[] {
  return value === undefined ? [] : [{ field, op: '==', value }];
}

function bound(op: '>=' | '<=', value: Date | undefined): DocumentFilter[] {
  return value ? [{ field: 'created_at', op, value }] : [];
}
