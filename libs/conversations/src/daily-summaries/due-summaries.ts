import { Injectable } from '@nestjs/common';
import { addDays } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { DailySummaries } from './daily-summaries.js';
import { DailySummaryRepository } from './daily-summary.repository.js';
import { DayConversations } from './day-conversations.js';
import { daysFrom, dueMsOf, lastDueDate } from './summary-days.rules.js';
import { SummarySettings } from './summary-settings.js';

/** A server that was away for longer does not fill in the days before. */
const MAX_DAYS_LATE = 7;

/** What an owner's summary timer does when it wakes. */
@Injectable()
export class DueSummaries {
  constructor(
    private readonly settings: SummarySettings,
    private readonly repository: DailySummaryRepository,
    private readonly summaries: DailySummaries,
    private readonly conversations: DayConversations,
    private readonly clock: Clock,
  ) {}

  /** Sums up every day that is due, each once; answers how long to sleep then, or null when there is nothing to wait for. */
  async tick(ownerId: string, signal?: AbortSignal): Promise<number | null> {
    const time = await this.settings.timeOf(ownerId);
    if (!time) return null;
    const nowMs = this.clock.nowMs();
    const last = lastDueDate(nowMs, time);
    const next = (await this.repository.nextDate(ownerId)) ?? last;
    let isLively = next > last;
    for (const date of daysFrom(next, last, MAX_DAYS_LATE)) {
      const wasMade = await this.summaries.makeDue(ownerId, date, signal);
      isLively ||= wasMade;
    }
    const open = next > last ? next : addDays(last, 1);
    await this.repository.setNextDate(ownerId, open);
    if (!isLively && !(await this.conversations.hasAny(ownerId, open))) return null;
    return Math.max(0, dueMsOf(open, time) - nowMs);
  }
}
