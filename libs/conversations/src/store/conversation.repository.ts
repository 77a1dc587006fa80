import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { Collection, DocumentStore, type CollectionQuery, type DocumentTransaction } from '#libs/storage';
import { conversationCollection } from './collections.js';
import { filtersOf, type ConversationFilter, type ConversationListQuery } from './conversation-filter.js';
import {
  isEmptyRow,
  isHidden,
  visible,
  type ConversationHead,
  type ConversationRow,
} from './conversation-row.js';
import { ConversationsOfAllOwners } from './conversations-of-all-owners.js';
import { Transcripts } from './transcripts.js';
import { WholeConversations } from './whole-conversations.js';

const HEAD_ONLY = { without: ['transcript_segments'] } as const;
const NEWEST_FIRST: CollectionQuery['orderBy'] = [{ field: 'created_at', direction: 'desc' }];
/** Conversations read at once where all are: each may be as large as a document can be. */
const WHOLE_PAGE = 5;
/** More than devices of one owner record at once. */
const MAX_AROUND = 30;

/** Gets what is stored and answers the fields to replace, or null to leave it alone. */
type RowChange = (row: ConversationRow) => Partial<ConversationRow> | null;
type HeadChange = (head: ConversationHead) => Partial<ConversationHead> | null;

/**
 * Conversations, `users/{uid}/conversations`. What belongs to another owner is absent, and so is what was merged into another conversation, but
 * for changes in a transaction.
 */
@Injectable()
export class ConversationRepository {
  private readonly rows: Collection<ConversationRow>;
  /** What was said in them, as part of transactions. */
  readonly transcripts: Transcripts;
  readonly ofAllOwners: ConversationsOfAllOwners;
  private readonly whole: WholeConversations;

  constructor(private readonly store: DocumentStore) {
    this.rows = new Collection(store, conversationCollection);
    this.transcripts = new Transcripts(store);
    this.ofAllOwners = new ConversationsOfAllOwners(store);
    this.whole = new WholeConversations(store, this.transcripts);
  }

  async find(ownerId: string, id: string): Promise<Conversation | null> {
    const row = await this.findRow(ownerId, id);
    return row && this.complete(ownerId, row);
  }

  /** The row alone, without the older segments of a long talk. */
  async findRow(ownerId: string, id: string): Promise<ConversationRow | null> {
    return visible((await this.rows.get(ownerId, id))?.data);
  }

  /** What is known of a conversation without what was said in it. */
  async findHead(ownerId: string, id: string): Promise<ConversationHead | null> {
    return visible(await this.findStoredHead(ownerId, id));
  }

  /** As `findHead`, one that was merged into another included: for who takes care of what is stored of it. */
  async findStoredHead(ownerId: string, id: string): Promise<ConversationHead | null> {
    return (await this.rows.get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  /** Those that exist, in the order asked for. */
  async findHeads(ownerId: string, ids: readonly string[]): Promise<ConversationHead[]> {
    const found = await this.rows.getMany(ownerId, ids, HEAD_ONLY);
    return found.flatMap((row) => visible(row?.data) ?? []);
  }

  async exists(ownerId: string, id: string): Promise<boolean> {
    return (await this.findHead(ownerId, id)) !== null;
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<Conversation[]> {
    const found = await this.rows.getMany(ownerId, ids);
    return this.whole.ofAll(
      ownerId,
      found.flatMap((row) => visible(row?.data) ?? []),
    );
  }

  /** Newest first by creation. */
  async list(ownerId: string, query: ConversationListQuery): Promise<Conversation[]> {
    const { limit, offset, ...filter } = query;
    const where = filtersOf(filter);
    const { documents } = await this.rows.query(ownerId, { where, orderBy: NEWEST_FIRST, limit, offset });
    return this.whole.ofAll(
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

  async create(ownerId: string, row: ConversationRow): Promise<void> {
    await this.rows.create(ownerId, row.id, row);
  }

  /**
   * Changes one row in a transaction. `change` gets the row without its older segments. Answers the row afterwards, or null when nothing
   * was changed or there is none.
   */
  async change(ownerId: string, id: string, change: RowChange): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const row = await this.readRow(transaction, ownerId, id);
      return row && this.replace(transaction, ownerId, row, change(row));
    });
  }

  /** As `change`, where what was said plays no part: it is not read either. */
  async changeHead(ownerId: string, id: string, change: HeadChange): Promise<ConversationHead | null> {
    return this.store.transaction(async (transaction) => {
      const head = await this.rows.within(transaction).get(ownerId, id, HEAD_ONLY);
      return head && this.replace(transaction, ownerId, head.data, change(head.data));
    });
  }

  /** As `change`, where any segment of a long talk may be changed. No fields: nothing is to be written, and the row is answered as it is. */
  async changeWhole(ownerId: string, id: string, change: RowChange): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const whole = await this.transcripts.readWhole(transaction, ownerId, id);
      const fields = whole && change(whole);
      if (!fields) return null;
      const { transcript_segments = whole.transcript_segments } = fields;
      const changed = { ...whole, ...fields };
      if (Object.keys(fields).length > 0)
        this.transcripts.rewrite(transaction, ownerId, whole, { ...fields, transcript_segments });
      return changed;
    });
  }

  /** As `change`, for a talk that is over: what lies in pages goes back into the row, where other readers of the database look for it. */
  async finish(ownerId: string, id: string, change: RowChange): Promise<ConversationRow | null> {
    return this.store.transaction(async (transaction) => {
      const row = await this.readRow(transaction, ownerId, id);
      const fields = row && change(row);
      if (!fields) return null;
      const whole = await this.transcripts.takePages(transaction, ownerId, row);
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

  /** The conversation of a row, with the older segments of a long talk and the tasks of the owner's list. */
  complete(ownerId: string, row: ConversationRow): Promise<Conversation> {
    return this.whole.of(ownerId, row);
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
}
