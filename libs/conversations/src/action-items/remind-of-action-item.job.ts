import { remindOfActionItem, type JobPayload } from '#libs/contracts';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { Reminders } from './reminders.js';

/** The timer of one task. It trusts the clock on the wall alone: when it wakes too early, it sleeps on. */
@JobHandler(remindOfActionItem)
export class RemindOfActionItemJob implements HandlesJob<typeof remindOfActionItem> {
  constructor(private readonly reminders: Reminders) {}

  async handle({ ownerId, actionItemId }: JobPayload<typeof remindOfActionItem>): Promise<void> {
    const remainingMs = await this.reminders.remainingMs(ownerId, actionItemId);
    if (remainingMs === null) return;
    if (remainingMs > 0) throw new RescheduleJob(remainingMs);
    await this.reminders.fire(ownerId, actionItemId);
  }
}
