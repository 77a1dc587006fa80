import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import {
  dailySummaryCollection,
  summaryScheduleCollection,
  type DailySummaryRow,
  type SummarySchedule,
} from './daily-summary.js';

const NEXT = 'next';
const NEWEST_FIRST = [{ field: 'date', direction: 'desc' }] as const;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Summaries of days, and how far an owner's days are summed up. What belongs to another owner is absent. */
@Injectable()
export class DailySummaryRepository {
  private readonly summaries: Collection<DailySummaryRow>;
  private readonly schedules: Collection<SummarySchedule>;

  constructor(private readonly store: DocumentStore) {
    this.summaries = new Collection(store, dailySummaryCollection);
    this.schedules = new Collection(store, summaryScheduleCollection);
  }

  /** Newest first. */
  async list(ownerId: string, page: { limit: number; offset: number }): Promise<DailySummaryRow[]> {
    const { documents } = await this.summaries.query(ownerId, { orderBy: NEWEST_FIRST, ...page });
    return documents.map(({ data }) => data);
  }

  async *all(ownerId: string): AsyncIterable<DailySummaryRow> {
    for await (const { data } of this.summaries.each(ownerId, { orderBy: NEWEST_FIRST })) yield data;
  }

  /** By id or by day. */
  async find(ownerId: string, idOrDate: string): Promise<DailySummaryRow | null> {
    if (!DATE.test(idOrDate)) return (await this.summaries.get(ownerId, idOrDate))?.data ?? null;
    const where = [{ field: 'date', op: '==', value: idOrDate } as const];
    return (await this.summaries.query(ownerId, { where, limit: 1 })).documents[0]?.data ?? null;
  }

  /** Those that were made of a conversation. */
  async madeOf(ownerId: string, conversationId: string): Promise<DailySummaryRow[]> {
    const where = [{ field: 'conversation_ids', op: 'array-contains', value: conversationId } as const];
    return (await this.summaries.query(ownerId, { where })).documents.map(({ data }) => data);
  }

  /** Writes a summary unless a final one stands; `also` takes part in the same transaction. False when one did. */
  async put(
    ownerId: string,
    summary: DailySummaryRow,
    also: (transaction: DocumentTransaction) => void = () => undefined,
  ): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const summaries = this.summaries.within(transaction);
      const standing = (await summaries.get(ownerId, summary.id))?.data;
      if (standing && standing.is_final !== false) return false;
      summaries.set(ownerId, summary.id, summary);
      also(transaction);
      return true;
    });
  }

  /** Whatever stands there. */
  async replace(ownerId: string, summary: DailySummaryRow): Promise<void> {
    await this.summaries.set(ownerId, summary.id, summary);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.summaries.delete(ownerId, id);
  }

  async nextDate(ownerId: string): Promise<string | null> {
    return (await this.schedules.get(ownerId, NEXT))?.data.next_date ?? null;
  }

  async setNextDate(ownerId: string, date: string): Promise<void> {
    await this.schedules.set(ownerId, NEXT, { next_date: date });
  }
}
