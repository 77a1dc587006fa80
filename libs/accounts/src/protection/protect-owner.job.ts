import { protectOwner, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { OwnerProtection } from '#libs/storage';
import { DataProtection } from './data-protection.js';

/** Moves what is left of an owner's data to the level that the owner chose. */
@JobHandler(protectOwner)
export class ProtectOwnerJob implements HandlesJob<typeof protectOwner> {
  constructor(
    private readonly data: DataProtection,
    private readonly protection: OwnerProtection,
  ) {}

  /** Nothing when the owner has chosen another level since. */
  async handle({ ownerId, level }: JobPayload<typeof protectOwner>): Promise<void> {
    if ((await this.protection.levelOf(ownerId)) === level) await this.data.finish(ownerId, level);
  }
}
