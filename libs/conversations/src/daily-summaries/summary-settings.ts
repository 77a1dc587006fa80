import { Injectable } from '@nestjs/common';
import { OwnerProfile, UsersRepository } from '#libs/accounts';
import type { User } from '#libs/contracts';
import type { SummaryTime } from './summary-days.rules.js';

/** What an owner wants of daily summaries. */
export interface SummaryWishes {
  readonly enabled: boolean;
  /** Of the owner's clock, 0 to 23. */
  readonly hour: number;
}

/** Source: specification of the routes. */
const DEFAULT_HOUR = 22;

/** Kept with the account, under the reference's names. */
@Injectable()
export class SummarySettings {
  constructor(
    private readonly users: UsersRepository,
    private readonly profile: OwnerProfile,
  ) {}

  async of(ownerId: string): Promise<SummaryWishes> {
    return wishesOf(await this.users.find(ownerId));
  }

  /** When days are summed up; null when the owner does not want that. */
  async timeOf(ownerId: string): Promise<SummaryTime | null> {
    const { enabled, hour } = await this.of(ownerId);
    return enabled ? { hour, timeZone: await this.profile.timeZoneOf(ownerId) } : null;
  }

  /** What is absent stays. `not_found` USER_MISSING. */
  async change(ownerId: string, change: Partial<SummaryWishes>): Promise<SummaryWishes> {
    const user = await this.users.change(ownerId, () => ({
      ...(change.enabled === undefined ? {} : { daily_summary_enabled: change.enabled }),
      ...(change.hour === undefined ? {} : { daily_summary_hour_local: change.hour }),
    }));
    return wishesOf(user);
  }
}

function wishesOf(user: User | null): SummaryWishes {
  return {
    enabled: user?.daily_summary_enabled ?? true,
    hour: user?.daily_summary_hour_local ?? DEFAULT_HOUR,
  };
}
