import { Injectable } from '@nestjs/common';
import { deliverNotification, type NotificationData } from '#libs/contracts';
import { Clock, deterministicId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { notificationCollection, type Notification } from './notification.js';

/** For so long other processes may still read one to show it to a client. */
const KEPT_MS = 86_400_000;
/** Each delivery clears away at most so many old ones, which is more than it adds. */
const CLEARED_AT_ONCE = 20;

export interface WaitingNotification {
  readonly ownerId: string;
  readonly notificationId: string;
}

/** Messages to clients on their way: stored together with what they tell of, handed on by a job, cleared away a day later. */
@Injectable()
export class NotificationOutbox {
  private readonly notifications: Collection<Notification>;

  constructor(
    store: DocumentStore,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {
    this.notifications = new Collection(store, notificationCollection);
  }

  /**
   * Puts one in together with the change it tells of. `occasion` names that change: the same one again is the same notification. Answers its
   * id for `send` after the transaction; one that is never sent is found by the sweep.
   */
  put(
    transaction: DocumentTransaction,
    ownerId: string,
    occasion: readonly string[],
    data: NotificationData,
  ): string {
    const id = deterministicId('notification', ...occasion);
    const now = this.clock.now();
    const about = 'action_item_id' in data ? data.action_item_id : null;
    const notification = { id, data, about, created_at: now, pending_since: now };
    this.notifications.within(transaction).set(ownerId, id, notification);
    return id;
  }

  /** Deletes what was told of a task in its words; that it is gone is told without any, and stays. */
  async forget(ownerId: string, about: string): Promise<void> {
    const where = [{ field: 'about', op: '==', value: about } as const];
    const { documents } = await this.notifications.query(ownerId, { where });
    for (const { id, data } of documents) {
      if (data.data.type !== 'action_item_delete') await this.notifications.delete(ownerId, id);
    }
  }

  async send(ownerId: string, notificationId: string): Promise<void> {
    await this.queue.enqueue(deliverNotification, { ownerId, notificationId });
  }

  async find(ownerId: string, id: string): Promise<Notification | null> {
    return (await this.notifications.get(ownerId, id))?.data ?? null;
  }

  async delivered(ownerId: string, id: string): Promise<void> {
    await this.notifications.merge(ownerId, id, { pending_since: null });
    const before = new Date(this.clock.nowMs() - KEPT_MS);
    const { documents } = await this.notifications.query(ownerId, {
      where: [{ field: 'created_at', op: '<', value: before }],
      orderBy: [{ field: 'created_at', direction: 'asc' }],
      limit: CLEARED_AT_ONCE,
    });
    for (const old of documents) {
      if (old.data.pending_since === null) await this.notifications.delete(ownerId, old.id);
    }
  }

  /** Everybody's that wait since before a moment. */
  async *waitingSince(before: Date): AsyncIterable<WaitingNotification> {
    const where = [{ field: 'pending_since', op: '<', value: before } as const];
    const orderBy = [{ field: 'pending_since', direction: 'asc' } as const];
    for await (const { ownerId, id } of this.notifications.ofAllOwners({ where, orderBy })) {
      yield { ownerId, notificationId: id };
    }
  }
}
