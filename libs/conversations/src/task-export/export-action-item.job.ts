import { exportActionItem, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { TaskExports } from './task-exports.js';

@JobHandler(exportActionItem)
export class ExportActionItemJob implements HandlesJob<typeof exportActionItem> {
  constructor(private readonly exports: TaskExports) {}

  async handle({ ownerId, actionItemId }: JobPayload<typeof exportActionItem>): Promise<void> {
    await this.exports.sync(ownerId, actionItemId);
  }
}
