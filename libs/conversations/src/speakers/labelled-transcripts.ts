import { Injectable } from '@nestjs/common';
import type { Conversation, TranscriptSegment } from '#libs/contracts';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { conversationCollection, transcriptPageCollection } from '../store/collections.js';
import {
  pageIdsOf,
  toConversation,
  type ConversationHead,
  type ConversationRow,
  type TranscriptPage,
} from '../store/conversation-row.js';
import { NO_LABELS, type SpeakerLabelBook } from './speaker-label.js';
import { labelOf, withLabel } from './speaker-labels.rules.js';

/** The whole transcript and what was decided on its voices. */
export interface LabelledTranscript {
  readonly segments: readonly TranscriptSegment[];
  readonly book: SpeakerLabelBook;
}

export interface Relabelled {
  readonly conversation: Conversation;
  readonly before: LabelledTranscript;
  readonly book: SpeakerLabelBook;
  /** Segments that show another voice than before. */
  readonly changedIds: readonly string[];
}

/** Decisions on voices, and the segments that follow from them, changed together: in one transaction, pages of long talks included. */
@Injectable()
export class LabelledTranscripts {
  private readonly rows: Collection<ConversationRow>;
  private readonly pages: Collection<TranscriptPage>;

  constructor(private readonly store: DocumentStore) {
    this.rows = new Collection(store, conversationCollection);
    this.pages = new Collection(store, transcriptPageCollection);
  }

  /**
   * Null when there is no such conversation. `change` gets it as it is stored and may throw, which changes nothing; null leaves everything as it is. What `also` writes
   * is written in the same transaction.
   */
  async relabel(
    ownerId: string,
    conversationId: string,
    change: (transcript: LabelledTranscript, head: ConversationHead) => SpeakerLabelBook | null,
    also: (transaction: DocumentTransaction, relabelled: Relabelled) => void = () => undefined,
  ): Promise<Relabelled | null> {
    return this.store.transaction(async (transaction) => {
      const row = (await this.rows.within(transaction).get(ownerId, conversationId))?.data;
      if (!row) return null;
      const pages = await this.readPages(transaction, ownerId, row);
      const segments = [...pages.flatMap((page) => page.segments), ...row.transcript_segments];
      const before = { segments, book: row.speaker_labels ?? NO_LABELS };
      const book = change(before, row);
      if (!book) return unchanged(row, pages, before);
      const relabelled = this.write(transaction, ownerId, { row, pages, before, book });
      also(transaction, relabelled);
      return relabelled;
    });
  }

  /** Whether the conversation is still there, as part of a transaction that writes beside it. */
  async existsIn(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
  ): Promise<boolean> {
    const without = ['transcript_segments'] as const;
    return (await this.rows.within(transaction).get(ownerId, conversationId, { without })) !== null;
  }

  /** Who recognized a segment; null when that is not known, or it is none of the newest. */
  async providerOf(ownerId: string, conversationId: string, segmentId: string): Promise<string | null> {
    const row = (await this.rows.get(ownerId, conversationId))?.data;
    return row?.transcript_segments.find(({ id }) => id === segmentId)?.stt_provider ?? null;
  }

  /** Conversations in which somebody was recognized by this voice print. */
  async restingOn(ownerId: string, printId: string): Promise<string[]> {
    const where = [{ field: 'voice_print_ids', op: 'array-contains', value: printId }] as const;
    const found = this.rows.each(ownerId, { where, without: ['transcript_segments'] });
    return (await Array.fromAsync(found)).map(({ id }) => id);
  }

  private async readPages(
    transaction: DocumentTransaction,
    ownerId: string,
    row: ConversationRow,
  ): Promise<TranscriptPage[]> {
    const pages = this.pages.in({ conversationId: row.id }).within(transaction);
    const found = await Promise.all(pageIdsOf(row).map((id) => pages.get(ownerId, id)));
    return found.map((page) => page?.data ?? { segments: [] });
  }

  private write(
    transaction: DocumentTransaction,
    ownerId: string,
    {
      row,
      pages,
      before,
      book,
    }: { row: ConversationRow; pages: TranscriptPage[] } & Pick<Relabelled, 'before' | 'book'>,
  ): Relabelled {
    const changedIds: string[] = [];
    const relabelled = (segments: readonly TranscriptSegment[]) =>
      segments.map((segment) => {
        const next = follow(segment, before.book, book);
        if (next !== segment) changedIds.push(segment.id);
        return next;
      });
    const stored = this.pages.in({ conversationId: row.id }).within(transaction);
    const older = pageIdsOf(row).flatMap((id, index) => {
      const known = changedIds.length;
      const segments = relabelled(pages[index]!.segments);
      if (changedIds.length > known) stored.set(ownerId, id, { segments });
      return segments;
    });
    const fields = {
      transcript_segments: relabelled(row.transcript_segments),
      speaker_labels: book,
      voice_print_ids: printsIn(book),
    };
    this.rows.within(transaction).update(ownerId, row.id, fields);
    return { conversation: toConversation({ ...row, ...fields }, older), before, book, changedIds };
  }
}

/** The segment as the new decisions want it. One that no decision is about any more is nobody's; one that none ever was about stays. */
function follow(
  segment: TranscriptSegment,
  old: SpeakerLabelBook,
  book: SpeakerLabelBook,
): TranscriptSegment {
  const label = labelOf(book, segment);
  if (!label && !labelOf(old, segment)) return segment;
  const next = withLabel(segment, label?.person_id ?? null);
  return next.is_user === segment.is_user && next.person_id === segment.person_id ? segment : next;
}

/** The voice prints that labels rest on, for queries: stores cannot look into the book. */
function printsIn({ by_speaker, by_segment }: SpeakerLabelBook): string[] {
  const labels = [...Object.values(by_speaker), ...Object.values(by_segment)];
  return [...new Set(labels.flatMap(({ print_id }) => print_id ?? []))];
}

function unchanged(
  row: ConversationRow,
  pages: readonly TranscriptPage[],
  before: LabelledTranscript,
): Relabelled {
  const conversation = toConversation(
    row,
    pages.flatMap((page) => page.segments),
  );
  return { conversation, before, book: before.book, changedIds: [] };
}
