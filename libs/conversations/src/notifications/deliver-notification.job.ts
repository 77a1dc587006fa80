import { deliverNotification, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { NotificationChannels } from './notification-channels.js';
import { NotificationOutbox } from './notification-outbox.js';

@JobHandler(deliverNotification)
export class DeliverNotificationJob implements HandlesJob<typeof deliverNotification> {
  constructor(
    private readonly outbox: NotificationOutbox,
    private readonly channels: NotificationChannels,
  ) {}

  async handle({ ownerId, notificationId }: JobPayload<typeof deliverNotification>): Promise<void> {
    const notification = await this.outbox.find(ownerId, notificationId);
    if (!notification || notification.pending_since === null) return;
    for (const channel of this.channels.all()) await channel.deliver(ownerId, notification);
    await this.outbox.delivered(ownerId, notificationId);
  }
}
