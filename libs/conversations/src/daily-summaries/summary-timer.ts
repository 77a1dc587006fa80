import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { addDays } from '#libs/ai';
import { summarizeDays } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DailySummaries } from './daily-summaries.js';
import { DailySummaryRepository } from './daily-summary.repository.js';
import { daysFrom, dueMsOf, lastDueDate, type SummaryTime } from './summary-days.rules.js';
import { SummarySettings } from './summary-settings.js';

/** A server that was away for longer does not fill in the days before. */
const MAX_DAYS_LATE = 7;

/**
 * The timer of each owner who has something to sum up: one job, which sleeps until the owner's hour. It is started by a conversation and ends
 * by itself after a day without any, so that it costs as much as there are owners who talk.
 */
@Injectable()
export class SummaryTimer {
  constructor(
    private readonly settings: SummarySettings,
    private readonly profile: OwnerProfile,
    private readonly repository: DailySummaryRepository,
    private readonly summaries: DailySummaries,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Harmless when the timer runs already; one that is about to end runs once more. */
  async arm(ownerId: string): Promise<void> {
    const time = await this.timeOf(ownerId);
    if (!time) return;
    const nowMs = this.clock.nowMs();
    const open = addDays(lastDueDate(nowMs, time), 1);
    const known = await this.repository.nextDate(ownerId);
    const next = known ?? open;
    if (known === null) await this.repository.setNextDate(ownerId, next);
    // A day that is due already was never armed, or its timer is lost: then now.
    await this.queue.enqueue(
      summarizeDays,
      { ownerId },
      { delayMs: Math.max(0, dueMsOf(next, time) - nowMs) },
    );
  }

  /** After the owner's hour or zone changed. */
  async rearm(ownerId: string): Promise<void> {
    await this.queue.cancel(summarizeDays, { ownerId });
    await this.arm(ownerId);
  }

  /** Sums up every day that is due, each once; answers how long to sleep then, or null when there is nothing to wait for. */
  async tick(ownerId: string, signal?: AbortSignal): Promise<number | null> {
    const time = await this.timeOf(ownerId);
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
    if (!isLively && !(await this.summaries.hasAnything(ownerId, open))) return null;
    return Math.max(0, dueMsOf(open, time) - nowMs);
  }

  private async timeOf(ownerId: string): Promise<SummaryTime | null> {
    const { enabled, hour } = await this.settings.of(ownerId);
    return enabled ? { hour, timeZone: await this.profile.timeZoneOf(ownerId) } : null;
  }
}
