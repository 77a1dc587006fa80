import { Injectable } from '@nestjs/common';
import { extractMemories, type Category, type Conversation } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { appResults } from '../app-summaries/app-results.rules.js';
import { conversationMerging } from '../merge/merge.rules.js';
import { conversationNotFound, opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead, ConversationRow } from '../store/conversation-row.js';
import { TranslationRequests } from '../translation/translation-requests.js';
import { SearchRefresh } from './search-refresh.js';
import { markEvents, withSegmentText } from './user-edits.rules.js';

/** What of a conversation's summary its owner may write. Left out: as it is. */
export interface WrittenSummary {
  readonly title?: string;
  readonly overview?: string;
  readonly emoji?: string;
  readonly category?: Category;
}

/** A summary that is to have this text: the conversation's own, or the one that an app wrote. */
export interface SummaryText {
  /** Null: the conversation's own. */
  readonly appId: string | null;
  readonly content: string;
}

/**
 * What owners change about their conversations. It holds: processing that comes later, for whatever reason, leaves it as it is. Search finds
 * the new words a moment later. Errors: `not_found` CONVERSATION_NOT_FOUND; `locked` CONVERSATION_LOCKED; `conflict`
 * CONVERSATION_MERGING while it becomes part of another.
 */
@Injectable()
export class ConversationEdits {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly search: SearchRefresh,
    private readonly translations: TranslationRequests,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  async describe(ownerId: string, id: string, written: WrittenSummary): Promise<Conversation> {
    const marks = Object.fromEntries(Object.keys(written).map((field) => [field, true]));
    return this.edit(ownerId, id, ({ structured, user_edits }) => ({
      structured: { ...structured, ...written },
      user_edits: { ...user_edits, ...marks },
    }));
  }

  /** `not_found` APP_RESULT_NOT_FOUND; `conflict` APP_RESULTS_AMBIGUOUS when the app has written several. */
  async writeSummary(ownerId: string, id: string, { appId, content }: SummaryText): Promise<Conversation> {
    if (appId === null) return this.describe(ownerId, id, { overview: content });
    return this.edit(ownerId, id, (row) => withAppResult(row, appId, content));
  }

  /** Whether appointments are in a calendar, by their places in the list; places that are not there are passed over. */
  async markEvents(
    ownerId: string,
    id: string,
    marks: readonly { readonly index: number; readonly created: boolean }[],
  ): Promise<Conversation> {
    return this.edit(ownerId, id, ({ structured, user_edits }) => ({
      structured: { ...structured, events: markEvents(structured.events, marks) },
      user_edits: { ...user_edits, events: true },
    }));
  }

  async setStarred(ownerId: string, id: string, starred: boolean): Promise<Conversation> {
    return this.edit(ownerId, id, () => ({ starred }));
  }

  /**
   * Corrects the words of a segment. Of a conversation that is over, the memories are found anew, so that none rests on words that were never
   * said; title, overview and tasks stay until it is processed again. `not_found` SEGMENT_NOT_FOUND.
   */
  async writeSegment(ownerId: string, id: string, segmentId: string, text: string): Promise<Conversation> {
    const now = this.clock.now();
    let isChanged = false;
    const row = await this.conversations.changeWhole(ownerId, id, (whole) => {
      assertEditable(whole);
      const fields = withSegmentText(whole, segmentId, text);
      if (!fields) throw segmentNotFound(segmentId);
      isChanged = Object.keys(fields).length > 0;
      return isChanged ? { ...fields, updated_at: now } : fields;
    });
    if (!row) throw conversationNotFound(id);
    if (isChanged) await this.reground(ownerId, row);
    return this.conversations.complete(ownerId, { ...row, transcript_pages: 0 });
  }

  /** Everything that was made of the words: before the conversation is over nothing was. */
  private async reground(ownerId: string, row: ConversationRow): Promise<void> {
    const { id: conversationId, revision } = row;
    await this.search.after(ownerId, row);
    if (row.status === 'completed' && !row.discarded) {
      await this.queue.enqueue(extractMemories, { ownerId, conversationId, revision });
    }
    await this.translations.put(ownerId, conversationId, row.language);
  }

  private async edit(
    ownerId: string,
    id: string,
    change: (head: ConversationHead) => Partial<ConversationHead>,
  ): Promise<Conversation> {
    const now = this.clock.now();
    const row = await this.conversations.change(ownerId, id, (current) => {
      assertEditable(current);
      return { ...change(current), updated_at: now };
    });
    if (!row) throw conversationNotFound(id);
    await this.search.after(ownerId, row);
    return this.conversations.complete(ownerId, row);
  }
}

function assertEditable(head: ConversationHead): void {
  const { status } = opened(head, head.id);
  if (status === 'merging') throw conversationMerging();
}

function withAppResult({ apps_results, user_edits }: ConversationHead, appId: string, content: string) {
  const places = apps_results.flatMap(({ app_id }, index) => (app_id === appId ? index : []));
  if (places.length === 0) {
    throw new AppError('not_found', 'APP_RESULT_NOT_FOUND', 'This app has written no summary here.', {
      appId,
    });
  }
  if (places.length > 1) {
    throw new AppError(
      'conflict',
      'APP_RESULTS_AMBIGUOUS',
      'This app has written several summaries. Have the conversation processed again, then change the one that is left.',
      { appId },
    );
  }
  const results = apps_results.map((result, index) =>
    index === places[0] ? { app_id: appId, content } : result,
  );
  return { ...appResults(results), user_edits: { ...user_edits, app_result: true as const } };
}

function segmentNotFound(segmentId: string): AppError {
  return new AppError('not_found', 'SEGMENT_NOT_FOUND', 'There is no such segment.', { segmentId });
}
