import { protectOwner, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { LEVEL_REMEMBERED_MS, OwnerProtection } from '#libs/storage';
import { DataProtection } from './data-protection.js';

/** Moves what is left of an owner's data to the level that the owner chose. */
@JobHandler(protectOwner)
export class ProtectOwnerJob implements HandlesJob<typeof protectOwner> {
  constructor(
    private readonly data: DataProtection,
    private readonly protection: OwnerProtection,
    private readonly clock: Clock,
  ) {}

  /** Nothing when the owner has chosen another level since. */
  async handle({ ownerId, level, chosenAtMs }: JobPayload<typeof protectOwner>): Promise<void> {
    if ((await this.protection.levelOf(ownerId)) !== level) return;
    const forgottenInMs = chosenAtMs + LEVEL_REMEMBERED_MS - this.clock.nowMs();
    await this.data.finish(ownerId, level);
    if (forgottenInMs > 0) throw new RescheduleJob(forgottenInMs);
  }
}
