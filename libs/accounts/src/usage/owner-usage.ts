import { Injectable } from '@nestjs/common';
import { localTimeOf } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { OwnerProfile } from '../owner-profile.js';
import {
  dayOf,
  daysOfMonth,
  daysOfYear,
  historyOf,
  NO_STATS,
  plusStats,
  type UsagePeriod,
  type UsagePoint,
} from './usage-stats.rules.js';
import { usageDayCollection, type UsageDay, type UsageStats } from './usage-collections.js';

export interface PeriodUsage {
  readonly total: UsageStats;
  /** Hours of a day, days of a month, months of a year or years, oldest first; without those in which nothing was. */
  readonly history: readonly UsagePoint[];
}

/** Which hour of the owner's something counts to. */
export interface UsageHour {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** `00` to `23` */
  readonly hour: string;
}

/** How much an owner recorded and learned, `users/{uid}/usage_days/{YYYY-MM-DD}`. Counts only. */
@Injectable()
export class OwnerUsage {
  private readonly days: Collection<UsageDay>;

  constructor(
    store: DocumentStore,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {
    this.days = new Collection(store, usageDayCollection);
  }

  async hourOf(ownerId: string, at: Date): Promise<UsageHour> {
    const { day, hour } = localTimeOf(at.getTime(), await this.profile.timeZoneOf(ownerId));
    return { date: day, hour: String(hour).padStart(2, '0') };
  }

  /** Adds a difference, which may be negative. Reads; what it answers writes. */
  async addIn(
    transaction: DocumentTransaction,
    ownerId: string,
    { date, hour }: UsageHour,
    difference: UsageStats,
  ): Promise<() => void> {
    const days = this.days.within(transaction);
    const hours = (await days.get(ownerId, date))?.data.hours ?? {};
    const changed = { ...hours, [hour]: plusStats(hours[hour] ?? NO_STATS, difference) };
    return () => days.set(ownerId, date, { date, hours: changed });
  }

  /** In the owner's time zone. */
  async of(ownerId: string, period: UsagePeriod): Promise<PeriodUsage> {
    const today = (await this.hourOf(ownerId, this.clock.now())).date;
    const days = await this.daysOf(ownerId, period, today);
    return { total: days.map(dayOf).reduce(plusStats, NO_STATS), history: historyOf(days, period) };
  }

  private async daysOf(ownerId: string, period: UsagePeriod, today: string): Promise<UsageDay[]> {
    if (period === 'all_time') {
      const found = await Array.fromAsync(this.days.each(ownerId));
      return found.map(({ data }) => data).sort((a, b) => a.date.localeCompare(b.date));
    }
    const ids = { today: [today], monthly: daysOfMonth(today), yearly: daysOfYear(today) }[period];
    return (await this.days.getMany(ownerId, ids)).flatMap((day) => (day ? [day.data] : []));
  }
}
