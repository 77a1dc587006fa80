import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { localTimeOf } from '#libs/ai';
import { remakeDailySummary, type NotificationData } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { DailySummaryMaker } from './daily-summary-maker.js';
import { DailySummaryRepository } from './daily-summary.repository.js';
import { toDailySummary, type DailySummary, type DailySummaryRow } from './daily-summary.js';

/** Of a push. Source: specification of the pipeline, §8. */
const MAX_BODY_CHARACTERS = 150;

/** The summaries of an owner's days. All methods on one: `not_found` DAILY_SUMMARY_NOT_FOUND. */
@Injectable()
export class DailySummaries {
  constructor(
    private readonly repository: DailySummaryRepository,
    private readonly maker: DailySummaryMaker,
    private readonly outbox: NotificationOutbox,
    private readonly queue: JobQueue,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(ownerId: string, page: { limit: number; offset: number }): Promise<DailySummary[]> {
    return (await this.repository.list(ownerId, page)).map(toDailySummary);
  }

  /** All of them one by one, newest first: for the owner's export. */
  async *all(ownerId: string): AsyncIterable<DailySummary> {
    for await (const row of this.repository.all(ownerId)) yield toDailySummary(row);
  }

  /** By id, or by day (`YYYY-MM-DD`). */
  async get(ownerId: string, idOrDate: string): Promise<DailySummary> {
    const row = await this.repository.find(ownerId, idOrDate);
    if (!row) throw summaryNotFound();
    return toDailySummary(row);
  }

  async delete(ownerId: string, idOrDate: string): Promise<void> {
    const { id } = await this.get(ownerId, idOrDate);
    await this.repository.delete(ownerId, id);
  }

  /** Sums up a day now, without telling clients; today without a date. `invalid` DAY_WITHOUT_CONVERSATIONS. */
  async makeNow(ownerId: string, date: string | null): Promise<DailySummary> {
    const day = date ?? (await this.today(ownerId));
    const summary = await this.maker.make(ownerId, day, { isFinal: false });
    if (!summary) throw nothingHappened(day);
    const standing = await this.repository.find(ownerId, summary.id);
    // One that was made when it was due stays known as such.
    await this.repository.replace(ownerId, { ...summary, is_final: standing?.is_final ?? false });
    return toDailySummary(summary);
  }

  /** The summary of a day as it stands, or one that is made now. `invalid` DAY_WITHOUT_CONVERSATIONS. */
  async getOrMake(ownerId: string, date: string): Promise<DailySummary> {
    const row = await this.repository.find(ownerId, date);
    return row ? toDailySummary(row) : this.makeNow(ownerId, date);
  }

  /** Sums up a day that is due, once, and tells clients. False when nothing happened that day. */
  async makeDue(ownerId: string, date: string, signal?: AbortSignal): Promise<boolean> {
    const standing = await this.repository.find(ownerId, date);
    if (standing && standing.is_final !== false) return true;
    const summary = await this.maker.make(ownerId, date, { isFinal: true, ...(signal && { signal }) });
    if (!summary) return false;
    let notificationId: string | null = null;
    await this.repository.put(ownerId, summary, (transaction) => {
      notificationId = this.outbox.put(transaction, ownerId, ['day_summary', summary.id], messageOf(summary));
    });
    if (notificationId !== null) await this.outbox.send(ownerId, notificationId);
    return true;
  }

  /** What was told of a deleted conversation goes at once; what is left of those days is summed up again. Answers how many days. */
  async forgetConversation(ownerId: string, conversationId: string): Promise<number> {
    const rows = await this.repository.madeOf(ownerId, conversationId);
    for (const row of rows) {
      await this.queue.enqueue(remakeDailySummary, { ownerId, date: row.date });
      await this.repository.replace(ownerId, without(row, conversationId));
    }
    return rows.length;
  }

  /** How many days still tell of a conversation. */
  async countOfConversation(ownerId: string, conversationId: string): Promise<number> {
    return (await this.repository.madeOf(ownerId, conversationId)).length;
  }

  /** Makes the summary of a day anew from what is left of it, if there is one. */
  async remake(ownerId: string, date: string, signal?: AbortSignal): Promise<void> {
    const standing = await this.repository.find(ownerId, date);
    if (!standing) return;
    const isFinal = standing.is_final !== false;
    const summary = await this.maker.make(ownerId, date, { isFinal, ...(signal && { signal }) });
    if (summary)
      await this.repository.replace(ownerId, {
        ...summary,
        id: standing.id,
        created_at: standing.created_at,
      });
    else await this.repository.delete(ownerId, standing.id);
  }

  private async today(ownerId: string): Promise<string> {
    return localTimeOf(this.clock.nowMs(), await this.profile.timeZoneOf(ownerId)).day;
  }
}

/** Nothing of what the conversation may have added to it: the day's own words among them, until they are written anew. */
function without(row: DailySummaryRow, conversationId: string): DailySummaryRow {
  const isOther = ({ conversation_id: id }: { conversation_id: string | null }) =>
    id !== null && id !== conversationId;
  return {
    ...row,
    headline: row.date,
    overview: '',
    highlights: row.highlights.filter(({ conversation_ids: ids }) => !ids.includes(conversationId)),
    action_items: row.action_items.filter(({ source_conversation_id: id }) => id !== conversationId),
    unresolved_questions: row.unresolved_questions.filter(isOther),
    decisions_made: row.decisions_made.filter(isOther),
    knowledge_nuggets: row.knowledge_nuggets.filter(isOther),
    locations: row.locations.filter(isOther),
    conversation_ids: (row.conversation_ids ?? []).filter((id) => id !== conversationId),
  };
}

/** In the reference's shape: clients put it into the chat and open the summary from there. */
function messageOf(summary: DailySummaryRow): NotificationData {
  return {
    type: 'day_summary',
    notification_type: 'daily_summary',
    id: summary.id,
    created_at: summary.created_at.toISOString(),
    sender: 'ai',
    from_integration: 'false',
    text: `${summary.day_emoji} ${summary.headline}`.slice(0, MAX_BODY_CHARACTERS),
    navigate_to: `/daily-summary/${summary.id}`,
  };
}

function summaryNotFound(): AppError {
  return new AppError('not_found', 'DAILY_SUMMARY_NOT_FOUND', 'There is no such summary.');
}

function nothingHappened(date: string): AppError {
  return new AppError(
    'invalid',
    'DAY_WITHOUT_CONVERSATIONS',
    'There are no finished conversations on that day. Choose another one.',
    { date },
  );
}
