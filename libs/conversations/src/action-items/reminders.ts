import { Injectable } from '@nestjs/common';
import { remindOfActionItem, type NotificationData } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore } from '#libs/storage';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { actionItemCollection, actionItemRemainsCollection } from './action-item.collections.js';
import type { ActionItemRemains, ActionItemRow } from './action-item-record.js';
import { isDue, nextReminderStep, reminderData, type ReminderStep } from './reminder.rules.js';

const OPEN_AND_DATED = {
  where: [
    { field: 'completed', op: '==', value: false },
    { field: 'due_at', op: '>', value: new Date(0) },
  ],
  orderBy: [{ field: 'due_at', direction: 'asc' }],
} as const;

/**
 * Reminders of tasks that are open and due. Clients are told as soon as there is a date, so that a phone can remind by itself, and once more
 * when the time has come. What they were told stands in the task, in the same transaction as the message.
 */
@Injectable()
export class Reminders {
  private readonly items: Collection<ActionItemRow>;
  private readonly remains: Collection<ActionItemRemains>;

  constructor(
    private readonly store: DocumentStore,
    private readonly outbox: NotificationOutbox,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
    this.remains = new Collection(store, actionItemRemainsCollection);
  }

  /** Brings message and timer in line with a task. Doing it again changes nothing. */
  async settle(ownerId: string, id: string): Promise<void> {
    const notificationId = await this.store.transaction(async (transaction) => {
      const items = this.items.within(transaction);
      const row = (await items.get(ownerId, id))?.data;
      const step = row ? nextReminderStep(row, this.clock.nowMs()) : { kind: 'nothing' as const };
      if (step.kind === 'nothing') return null;
      const reminder = step.kind === 'forget' ? null : step.reminder;
      items.update(ownerId, id, { reminder });
      const message = messageOf(id, step);
      return message && this.outbox.put(transaction, ownerId, occasionOf(row!, message.type), message);
    });
    await this.arm(ownerId, id);
    if (notificationId) await this.outbox.send(ownerId, notificationId);
  }

  /** Takes back what clients were told of a task that is deleted. */
  async takeBack(ownerId: string, id: string): Promise<void> {
    await this.outbox.forget(ownerId, id);
    const notificationId = await this.store.transaction(async (transaction) => {
      const remains = (await this.remains.within(transaction).get(ownerId, id))?.data;
      if (!remains?.reminder) return null;
      this.remains.within(transaction).update(ownerId, id, { reminder: null });
      const occasion = ['deleted', id, remains.deleted_at.toISOString()];
      return this.outbox.put(transaction, ownerId, occasion, {
        type: 'action_item_delete',
        action_item_id: id,
      });
    });
    await this.queue.cancel(remindOfActionItem, { ownerId, actionItemId: id });
    if (notificationId) await this.outbox.send(ownerId, notificationId);
  }

  /** How long it is until a task is due: null when it never will be, or its owner was told. */
  async remainingMs(ownerId: string, id: string): Promise<number | null> {
    const row = (await this.items.get(ownerId, id))?.data;
    if (!row || !isDue(row) || wasTold(row)) return null;
    return row.due_at.getTime() - this.clock.nowMs();
  }

  /** The time has come. Tells it once for each date that a task is given. */
  async fire(ownerId: string, id: string): Promise<void> {
    const notificationId = await this.store.transaction(async (transaction) => {
      const items = this.items.within(transaction);
      const row = (await items.get(ownerId, id))?.data;
      if (!row || !isDue(row) || wasTold(row) || row.due_at.getTime() > this.clock.nowMs()) return null;
      const reminder = { due_at: row.due_at, description: row.description, fired: true };
      items.update(ownerId, id, { reminder });
      const data = { ...reminderData('action_item_reminder', id, reminder), due: 'now' };
      return this.outbox.put(transaction, ownerId, ['due', id, row.due_at.toISOString()], data);
    });
    if (notificationId) await this.outbox.send(ownerId, notificationId);
  }

  /** Sets the timers of all tasks whose date clients were told, and whose time has not come or passed unnoticed; answers how many. */
  async armAll(ownerId: string): Promise<number> {
    let armed = 0;
    for await (const { id, data } of this.items.each(ownerId, OPEN_AND_DATED)) {
      // What clients were not told yet is armed together with telling them.
      if (!isDue(data) || data.reminder?.due_at.getTime() !== data.due_at.getTime()) continue;
      if (await this.arm(ownerId, id)) armed += 1;
    }
    return armed;
  }

  private async arm(ownerId: string, id: string): Promise<boolean> {
    const payload = { ownerId, actionItemId: id };
    await this.queue.cancel(remindOfActionItem, payload);
    const delayMs = await this.remainingMs(ownerId, id);
    if (delayMs === null) return false;
    await this.queue.enqueue(remindOfActionItem, payload, { delayMs: Math.max(0, delayMs) });
    return true;
  }
}

function wasTold({ reminder, due_at: dueAt }: ActionItemRow): boolean {
  return (reminder?.fired ?? false) && reminder?.due_at.getTime() === dueAt?.getTime();
}

function messageOf(id: string, step: ReminderStep): NotificationData | null {
  if (step.kind === 'tell') return reminderData(step.type, id, step.reminder);
  return step.kind === 'forget' ? { type: 'action_item_delete', action_item_id: id } : null;
}

/** The same change of the same task is told once. */
function occasionOf(row: ActionItemRow, type: string): string[] {
  return [type, row.id, row.updated_at.toISOString(), row.due_at?.toISOString() ?? ''];
}
