import { settleActionItem, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { TaskExports } from '../task-export/task-exports.js';
import { ActionItemIndex } from './action-item-index.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { Reminders } from './reminders.js';

/** Does what follows from a task as it is now, or from its deletion. Runs again when the task changes meanwhile; twice is harmless. */
@JobHandler(settleActionItem)
export class SettleActionItemJob implements HandlesJob<typeof settleActionItem> {
  constructor(
    private readonly items: ActionItemsRepository,
    private readonly index: ActionItemIndex,
    private readonly reminders: Reminders,
    private readonly exports: TaskExports,
  ) {}

  async handle(
    { ownerId, actionItemId: id }: JobPayload<typeof settleActionItem>,
    { signal }: JobContext,
  ): Promise<void> {
    const row = await this.items.find(ownerId, id);
    if (!row) return this.clearAway(ownerId, id);
    await this.index.put(ownerId, row, signal);
    await this.reminders.settle(ownerId, id);
    await this.exports.request(ownerId, id);
    const settled = row.unsettled_since ?? null;
    // What was changed meanwhile is settled by the next run.
    await this.items.change(ownerId, id, (current) =>
      current.unsettled_since?.getTime() === settled?.getTime() ? { unsettled_since: null } : null,
    );
  }

  private async clearAway(ownerId: string, id: string): Promise<void> {
    await this.index.remove(ownerId, id);
    await this.reminders.takeBack(ownerId, id);
    // Whether it was ever copied, only that service knows for certain.
    if (await this.exports.request(ownerId, id)) await this.items.settleRemains(ownerId, id);
    else await this.items.forgetRemains(ownerId, id);
  }
}
