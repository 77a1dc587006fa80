import { Injectable } from '@nestjs/common';
import type { User } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { OwnerProfile } from './owner-profile.js';
import { UsersRepository } from './users.repository.js';

/** A changed profile is seen everywhere after this long. */
const FRESH_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Reads the account documents, and remembers them for a minute because every job and every session asks. */
@Injectable()
export class StoredOwnerProfile extends OwnerProfile {
  private readonly remembered = new Map<string, { user: User | null; untilMs: number }>();

  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async timeZoneOf(ownerId: string): Promise<string> {
    return (await this.userOf(ownerId))?.time_zone ?? 'UTC';
  }

  override async nameOf(ownerId: string): Promise<string | null> {
    const name = (await this.userOf(ownerId))?.name?.trim();
    return name ? name.split(/\s+/)[0]! : null;
  }

  override async languageOf(ownerId: string): Promise<string | null> {
    const user = await this.userOf(ownerId);
    return user && isStated(user) ? user.language : null;
  }

  private async userOf(ownerId: string): Promise<User | null> {
    const known = this.remembered.get(ownerId);
    if (known && known.untilMs > this.clock.nowMs()) return known.user;
    const user = await this.users.find(ownerId);
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(ownerId, { user, untilMs: this.clock.nowMs() + FRESH_MS });
    return user;
  }
}

/** Every account has a language, and one that nobody chose is English. */
function isStated({ language, language_stated: stated }: User): boolean {
  return stated === true || language !== 'en';
}
