import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import type { TranscriptSegment } from '#libs/contracts';
import { conversationCollection, transcriptPageCollection } from './collections.js';
import {
  pageCountOf,
  pageId,
  pageIdsOf,
  type ConversationHead,
  type ConversationRow,
  type TranscriptPage,
} from './conversation-row.js';
import { fitsInRow, pageOut } from './transcript-paging.rules.js';

/** What was said in conversations: in their rows, of long talks the older part in pages below them. */
export class Transcripts {
  private readonly rows: Collection<ConversationRow>;
  private readonly pages: Collection<TranscriptPage>;

  constructor(store: DocumentStore) {
    this.rows = new Collection(store, conversationCollection);
    this.pages = new Collection(store, transcriptPageCollection);
  }

  /** What lies in pages. `isWhole`: false when there are fewer of them than the row says: they may have moved into the row since it was read. */
  async older(
    ownerId: string,
    row: ConversationHead,
  ): Promise<{ readonly segments: TranscriptSegment[]; readonly isWhole: boolean }> {
    const ids = pageIdsOf(row);
    if (ids.length === 0) return { segments: [], isWhole: true };
    const pages = await this.pages.in({ conversationId: row.id }).getMany(ownerId, ids);
    const segments = pages.flatMap((page) => page?.data.segments ?? []);
    return { segments, isWhole: !pages.includes(null) };
  }

  /** Writes a row to which words or pictures were added since `before`; segments that grew too many for it move to pages. */
  append(
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
    const row = (await this.rows.within(transaction).get(ownerId, id))?.data ?? null;
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

  /** The whole transcript as fields of the row, its pages deleted; no fields when there are no pages or the row could not hold it all. */
  async takePages(
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
}
