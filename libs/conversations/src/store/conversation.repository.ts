import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { Collection, DocumentStore, type CollectionQuery, type DocumentTransaction } from '#libs/storage';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { withTasks } from '../action-items/task-projection.js';
import { conversationCollection, transcriptPageCollection } from './collections.js';
import { filtersOf, type ConversationFilter, type ConversationListQuery } from './conversation-filter.js';
import {
  isEmptyRow,
  isHidden,
  pageCountOf,
  pageId,
  pageIdsOf,
  toConversation,
  type ConversationHead,
  type ConversationRow,
  type TranscriptPage,
} from './conversation-row.js';
import { fitsInRow, pageOut } from './transcript-paging.rules.js';

/** A conversation that somebody must still bring to an end. */
export interface UnfinishedConversation {
  readonly ownerId: string;
  readonly row: ConversationHead;
}

const HEAD_ONLY = { without: ['transcript_segments'] } as const;
const NEWEST_FIRST: CollectionQuery['orderBy'] = [{ field: 'created_at', direction: 'desc' }];
/** Conversations read at once where all are: each may be as large as a document can be. */
const WHOLE_PAGE = 5;
/** More than devices of one owner record at once. */
const MAX_AROUND = 30;

/**
 * Conversations, `users/{uid}/conversations`. What belongs to another owner is absent, and so is what was merged into another conversation, but
 * for changes in a transaction.
 */
@Injectable()
export class ConversationRepository {
  private readonly rows: Collection<ConversationRow>;
  private readonly pages: Collection<TranscriptPage>;
  private readonly tasks: Collection<ActionItemRow>;

  constructor(private readonly store: DocumentStore) {
    this.rows = new Collection(store, conversationCollection);
    this.pages = new Collection(store, transcriptPageCollection);
    this.tasks = new Collection(store, actionItemCollection);
  }

  async find(ownerId: string, id: string): Promise<Conversation | null> {
    const row = await this.findRow(ownerId, id);
    return row && this.complete(ownerId, row);
  }

  /** The row alone, without the older segments of a long talk. */
  async findRow(ownerId: string, id: string): Promise<ConversationRow | null> {
    const row = (await this.rows.get(ownerId, id))?.data;
    return row && !isHidden(row) ? row : null;
  }

  /** What is known of a conversation without what was said in it. */
  async findHead(ownerId: string, id: string): Promise<ConversationHead | null> {
    const head = await this.findStoredHead(ownerId, id);
    return head && !isHidden(head) ? head : null;
  }

  /** As `findHead`, one that was merged into another included: for who takes care of what is stored of it. */
  async findStoredHead(ownerId: string, id: string): Promise<ConversationHead | null> {
    return (await this.rows.get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  /** Those that exist, in the order asked for. */
  async findHeads(ownerId: string, ids: readonly string[]): Promise<ConversationHead[]> {
    const found = await this.rows.getMany(ownerId, ids, HEAD_ONLY);
    return found.flatMap((row) => (row && !isHidden(row.data) ? [row.data] : []));
  }

  async exists(ownerId: string, id: string): Promise<boolean> {
    return (await this.findHead(ownerId, id)) !== null;
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<Conversation[]> {
    const found = await this.rows.getMany(ownerId, ids);
    return this.completeAll(
      ownerId,
      found.flatMap((row) => (row && !isHidden(row.data) ? [row.data] : [])),
    );
  }

  /** Newest first by creation. */
  async list(ownerId: string, query: ConversationListQuery): Promise<Conversation[]> {
    const { limit, offset, ...filter } = query;
    const where = filtersOf(filter);
    const { documents } = await this.rows.query(ownerId, { where, orderBy: NEWEST_FIRST, limit, offset });
    return this.completeAll(
      ownerId,
      documents.map((found) => found.data),
    );
  }

  /** As `list`, without what was said. */
  async listHeads(ownerId: string, query: ConversationListQuery): Promise<ConversationHead[]> {
    const { limit, offset, ...filter } = query;
    const page = { where: filtersOf(filter), orderBy: NEWEST_FIRST, limit, offset, ...HEAD_ONLY };
    const { documents } = await this.rows.query(ownerId, page);
    return documents.map(({ data }) => data).filter((head) => !isHidden(head));
  }

  /** All of them, newest first by creation. */
  async *all(ownerId: string): AsyncIterable<Conversation> {
    for await (const { data } of this.rows.each(ownerId, { orderBy: NEWEST_FIRST, limit: WHOLE_PAGE })) {
      if (!isHidden(data)) yield await this.complete(ownerId, data);
    }
  }

  /** The completed conversation that was made last. */
  async newestCompletedId(ownerId: string): Promise<string | null> {
    const where = filtersOf({ statuses: ['completed'], includeDiscarded: false });
    const newest = { where, orderBy: NEWEST_FIRST, limit: 1, ...HEAD_ONLY };
    const { documents } = await this.rows.query(ownerId, newest);
    return documents[0]?.id ?? null;
  }

  async count(ownerId: string, filter: ConversationFilter): Promise<number> {
    return this.rows.count(ownerId, filtersOf(filter));
  }

  /** Rows that are in progress. */
  async listOpenRows(ownerId: string): Promise<ConversationRow[]> {
    const { documents } = await this.rows.query(ownerId, { where: filtersOf({ statuses: ['in_progress'] }) });
    return documents.map((found) => found.data);
  }

  /** Conversations, oldest first, of which something lies between these moments: some of them, where there are very many. */
  async between(ownerId: string, from: Date, to: Date): Promise<ConversationHead[]> {
    const { documents } = await this.rows.query(ownerId, {
      where: [{ field: 'finished_at', op: '>=', value: from }],
      orderBy: [{ field: 'finished_at', direction: 'asc' }],
      limit: MAX_AROUND,
      ...HEAD_ONLY,
    });
    return documents.map(({ data }) => data).filter(({ started_at }) => started_at <= to);
  }

  /** Every owner's conversations in a state that must not last. */
  async *unfinishedOfAllOwners(): AsyncIterable<UnfinishedConversation> {
    const where = filtersOf({ statuses: ['in_progress', 'processing'] });
    for await (const { ownerId, data } of this.rows.ofAllOwners({ where, ...HEAD_ONLY }))
      yield { ownerId, row: data };
  }

  /** Every owner's conversations that ended before a moment and whose recordings are stored, longest ago first. */
  async *withSoundSince(before: Date): AsyncIterable<{ ownerId: string; id: string }> {
    const where = [{ field: 'sound_since', op: '<', value: before } as const];
    const orderBy = [{ field: 'sound_since', direction: 'asc' } as const];
    for await (const { ownerId, id } of this.rows.ofAllOwners({ where, orderBy, ...HEAD_ONLY })) {
      yield { ownerId, id };
    }
  }

  async create(ownerId: string, row: ConversationRow): Promise<void> {
    await this.rows.create(ownerId, row.id, row);
  }

  /**
   * Changes one row in a transaction. `change` gets the row without its older segments and answers the fields to replace, or null to
   * leave it alone. Answers the row afterwards, or null when nothing was changed or there is none.
   */
  async change(
    ownerId: string,
    id: string,
    change: (row: ConversationRow) => Partial<ConversationRow> | null,
  ): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const row = await this.readRow(transaction, ownerId, id);
      return row && this.replace(transaction, ownerId, row, change(row));
    });
  }

  /** As `change`, where what was said plays no part: it is not read either. */
  async changeHead(
    ownerId: string,
    id: string,
    change: (head: ConversationHead) => Partial<ConversationHead> | null,
  ): Promise<ConversationHead | null> {
    return this.store.transaction(async (transaction) => {
      const head = await this.rows.within(transaction).get(ownerId, id, HEAD_ONLY);
      return head && this.replace(transaction, ownerId, head.data, change(head.data));
    });
  }

  /** As `change`, where any segment of a long talk may be changed. No fields: nothing is to be written, and the row is answered as it is. */
  async changeWhole(
    ownerId: string,
    id: string,
    change: (whole: ConversationRow) => Partial<ConversationRow> | null,
  ): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const whole = await this.readWhole(transaction, ownerId, id);
      const fields = whole && change(whole);
      if (!fields) return null;
      const { transcript_segments = whole.transcript_segments } = fields;
      const changed = { ...whole, ...fields };
      if (Object.keys(fields).length > 0)
        this.rewrite(transaction, ownerId, whole, { ...fields, transcript_segments });
      return changed;
    });
  }

  /** As `change`, for a talk that is over: what lies in pages goes back into the row, where other readers of the database look for it. */
  async finish(
    ownerId: string,
    id: string,
    change: (row: ConversationRow) => Partial<ConversationRow> | null,
  ): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const row = await this.readRow(transaction, ownerId, id);
      const fields = row && change(row);
      if (!fields) return null;
      const whole = await this.takePages(transaction, ownerId, row);
      return this.replace(transaction, ownerId, row, { ...fields, ...whole });
    });
  }

  /** Deletes a conversation that is in progress and in which nothing was said; what was said meanwhile wins. */
  async deleteIfEmpty(ownerId: string, id: string): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const row = await this.readRow(transaction, ownerId, id);
      if (row?.status !== 'in_progress' || !isEmptyRow(row)) return false;
      this.rows.within(transaction).delete(ownerId, id);
      return true;
    });
  }

  async readHead(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationHead | null> {
    return (await this.rows.within(transaction).get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  async readRow(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationRow | null> {
    return (await this.rows.within(transaction).get(ownerId, id))?.data ?? null;
  }

  createIn(transaction: DocumentTransaction, ownerId: string, row: ConversationRow): void {
    this.rows.within(transaction).create(ownerId, row.id, row);
  }

  updateIn(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
    fields: Partial<ConversationHead>,
  ): void {
    this.rows.within(transaction).update(ownerId, id, fields);
  }

  /** Writes a row to which words or pictures were added since `before`; segments that grew too many for it move to pages. */
  writeTranscript(
    transaction: DocumentTransaction,
    ownerId: string,
    before: ConversationRow,
    row: ConversationRow,
  ): void {
    const { kept, fullPages } = pageOut(row.transcript_segments);
    const pages = this.pages.in({ conversationId: row.id }).within(transaction);
    fullPages.forEach((segments, index) => {
      pages.set(ownerId, pageId(pageCountOf(before) + index), { segments });
    });
    this.rows.within(transaction).update(ownerId, row.id, {
      transcript_segments: kept,
      transcript_pages: pageCountOf(before) + fullPages.length,
      started_at: row.started_at,
      finished_at: row.finished_at,
      updated_at: row.updated_at,
      source: row.source,
      ...(row.photo_count === undefined ? {} : { photo_count: row.photo_count }),
      ...(row.speaker_labels === undefined ? {} : { speaker_labels: row.speaker_labels }),
    });
  }

  /** The row with the older segments of a long talk in it. */
  async readWhole(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationRow | null> {
    const row = await this.readRow(transaction, ownerId, id);
    if (!row || pageCountOf(row) === 0) return row;
    const older = await this.readPages(transaction, ownerId, row);
    return { ...row, transcript_segments: [...older, ...row.transcript_segments] };
  }

  /** Writes a transcript in which anything was changed, with other fields of its row. `whole`: the row as `readWhole` gave it. */
  rewrite(
    transaction: DocumentTransaction,
    ownerId: string,
    whole: ConversationRow,
    fields: Partial<ConversationRow> & Pick<ConversationRow, 'transcript_segments'>,
  ): void {
    const { status = whole.status, transcript_segments: all } = fields;
    // Of a talk that is over everything lies in the row, as after `finish`.
    const isKeptWhole = status !== 'in_progress' && fitsInRow(all);
    const { kept, fullPages } = isKeptWhole ? { kept: all, fullPages: [] } : pageOut(all);
    const pages = this.pages.in({ conversationId: whole.id }).within(transaction);
    fullPages.forEach((segments, index) => pages.set(ownerId, pageId(index), { segments }));
    for (const id of pageIdsOf(whole).slice(fullPages.length)) pages.delete(ownerId, id);
    const paged = { transcript_segments: kept, transcript_pages: fullPages.length };
    this.rows.within(transaction).update(ownerId, whole.id, { ...fields, ...paged });
  }

  /** The conversation of a row, with the older segments of a long talk and the tasks of the owner's list. */
  async complete(ownerId: string, row: ConversationRow): Promise<Conversation> {
    const [shown] = await withTasks(this.tasks, ownerId, [row]);
    return this.withPages(ownerId, shown!);
  }

  private async withPages(ownerId: string, row: ConversationRow): Promise<Conversation> {
    const ids = pageIdsOf(row);
    if (ids.length === 0) return toConversation(row, []);
    const pages = await this.pages.in({ conversationId: row.id }).getMany(ownerId, ids);
    if (pages.includes(null)) {
      // They moved into the row between the two reads.
      const whole = await this.findRow(ownerId, row.id);
      if (whole && pageCountOf(whole) === 0)
        return toConversation({ ...whole, structured: row.structured }, []);
    }
    return toConversation(
      row,
      pages.flatMap((page) => page?.data.segments ?? []),
    );
  }

  /** The row and everything below it: pages and receipts. Answers how many documents went. */
  async deleteTree(ownerId: string, id: string): Promise<number> {
    return this.store.deleteTree(`users/${ownerId}/conversations/${id}`);
  }

  private replace<R extends ConversationHead>(
    transaction: DocumentTransaction,
    ownerId: string,
    row: R,
    fields: Partial<R> | null,
  ): R | null {
    if (!fields) return null;
    this.rows.within(transaction).update(ownerId, row.id, fields);
    return { ...row, ...fields };
  }

  /** The whole transcript as fields of the row, its pages deleted; no fields when there are no pages or the row could not hold it all. */
  private async takePages(
    transaction: DocumentTransaction,
    ownerId: string,
    row: ConversationRow,
  ): Promise<Partial<ConversationRow>> {
    const ids = pageIdsOf(row);
    const older = await this.readPages(transaction, ownerId, row);
    const segments = [...older, ...row.transcript_segments];
    if (ids.length === 0 || !fitsInRow(segments)) return {};
    const pages = this.pages.in({ conversationId: row.id }).within(transaction);
    for (const page of ids) pages.delete(ownerId, page);
    return { transcript_segments: segments, transcript_pages: 0 };
  }

  private async readPages(transaction: DocumentTransaction, ownerId: string, row: ConversationHead) {
    const pages = this.pages.in({ conversationId: row.id }).within(transaction);
    const found = await Promise.all(pageIdsOf(row).map((page) => pages.get(ownerId, page)));
    return found.flatMap((page) => page?.data.segments ?? []);
  }

  /** One read for the tasks of all. Few talks are long enough to have pages, so one read for each of those is as good as one for all. */
  private async completeAll(ownerId: string, rows: readonly ConversationRow[]): Promise<Conversation[]> {
    const shown = await withTasks(this.tasks, ownerId, rows);
    return Promise.all(shown.map((row) => this.withPages(ownerId, row)));
  }
}
