import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import type { User } from '#libs/contracts';
import { Clock, newId } from '#libs/kernel';
import { LocalIdentityProvider } from './local/local-identity-provider.js';
import { UsersRepository } from './users.repository.js';

export interface OwnerStart {
  readonly uid: string;
  /** Only at the very first start: to be shown to the person in front of the screen, and nowhere else. */
  readonly firstToken: string | null;
}

/** Makes sure that a server without accounts has its one owner. Every start runs it; only the first one changes anything but the configured name and zone. */
@Injectable()
export class OwnerBootstrap {
  constructor(
    private readonly users: UsersRepository,
    private readonly identity: LocalIdentityProvider,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async ensureOwner(): Promise<OwnerStart> {
    const known = await this.users.findOwner();
    if (known) {
      await this.followConfiguration(known);
      return { uid: known.id, firstToken: null };
    }
    const candidate = this.newOwner();
    const owner = await this.users.claimOwnership(candidate);
    const isFirst = owner.id === candidate.id;
    return { uid: owner.id, firstToken: isFirst ? await this.identity.issueToken(owner.id) : null };
  }

  /** A new token for the owner, for a device or because the first one was never seen. Creates the owner when there is none. */
  async issueOwnerToken(): Promise<string> {
    const { uid } = await this.ensureOwner();
    return this.identity.issueToken(uid);
  }

  private newOwner(): User {
    return {
      id: newId(),
      name: this.config.owner.name,
      email: null,
      created_at: this.clock.now(),
      time_zone: this.config.owner.timeZone,
      language: 'en',
      is_admin: true,
    };
  }

  /** The configuration is where the owner's name and time zone are set, so a changed one holds from the next start on. */
  private async followConfiguration(owner: User): Promise<void> {
    const name = this.config.owner.name ?? owner.name;
    const timeZone = this.config.owner.timeZone;
    if (name === owner.name && timeZone === owner.time_zone) return;
    await this.users.save({ ...owner, name, time_zone: timeZone });
  }
}
