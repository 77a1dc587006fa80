import { Injectable } from '@nestjs/common';
import { addDays } from '#libs/ai';
import { summarizeDays } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DailySummaryRepository } from './daily-summary.repository.js';
import { DayConversations } from './day-conversations.js';
import { dueMsOf, lastDueDate, type SummaryTime } from './summary-days.rules.js';
import { SummarySettings } from './summary-settings.js';

/**
 * The timer of each owner who has something to sum up: one job, which sleeps until the owner's hour. It is started by a conversation and ends
 * by itself after a day without any, so that it costs as much as there are owners who talk.
 */
@Injectable()
export class SummaryTimer {
  constructor(
    private readonly settings: SummarySettings,
    private readonly repository: DailySummaryRepository,
    private readonly conversations: DayConversations,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Harmless when the timer runs already; one that is about to end runs once more. */
  async arm(ownerId: string): Promise<void> {
    const time = await this.settings.timeOf(ownerId);
    if (!time) return;
    const known = await this.repository.nextDate(ownerId);
    const next = known ?? this.openDate(time);
    if (known === null) await this.repository.setNextDate(ownerId, next);
    await this.sleepUntil(ownerId, next, time);
  }

  /** After the owner's hour or zone changed. */
  async rearm(ownerId: string): Promise<void> {
    await this.queue.cancel(summarizeDays, { ownerId });
    await this.arm(ownerId);
  }

  /** After jobs were lost: for an owner whose days are summed up, or who talked on the one that is not over. Writes nothing but the job. */
  async resume(ownerId: string): Promise<boolean> {
    const time = await this.settings.timeOf(ownerId);
    if (!time) return false;
    const known = await this.repository.nextDate(ownerId);
    const open = this.openDate(time);
    if (known === null && !(await this.conversations.hasAny(ownerId, open))) return false;
    await this.sleepUntil(ownerId, known ?? open, time);
    return true;
  }

  private openDate(time: SummaryTime): string {
    return addDays(lastDueDate(this.clock.nowMs(), time), 1);
  }

  /** A day that is due already was never armed, or its timer is lost: then now. */
  private async sleepUntil(ownerId: string, date: string, time: SummaryTime): Promise<void> {
    const delayMs = Math.max(0, dueMsOf(date, time) - this.clock.nowMs());
    await this.queue.enqueue(summarizeDays, { ownerId }, { delayMs });
  }
}
