import { Injectable } from '@nestjs/common';
import { settleActionItem } from '#libs/contracts';
import { JobQueue } from '#libs/queue';

/** Has done what follows from changed tasks. Whoever wrote them marked them unsettled, so that a crash before this loses nothing. */
@Injectable()
export class ActionItemConsequences {
  constructor(private readonly queue: JobQueue) {}

  async follow(ownerId: string, actionItemIds: Iterable<string>): Promise<void> {
    for (const actionItemId of actionItemIds) {
      await this.queue.enqueue(settleActionItem, { ownerId, actionItemId });
    }
  }
}
