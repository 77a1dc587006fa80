import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppEventBus, type AppEvents } from '#libs/contracts';
import { RecordingPool } from '../live/recording-pool.js';
import { NotificationChannel, NotificationChannels } from './notification-channels.js';
import { NotificationOutbox } from './notification-outbox.js';

/** More than are on their way at once; a notification that is told again is told right after. */
const MAX_REMEMBERED = 1_000;

/** The way through sockets that are open now, at whichever process they are. */
@Injectable()
export class SocketNotifications extends NotificationChannel implements OnModuleInit {
  private readonly told = new Set<string>();

  constructor(
    private readonly outbox: NotificationOutbox,
    private readonly pool: RecordingPool,
    private readonly events: AppEventBus,
    private readonly channels: NotificationChannels,
  ) {
    super();
  }

  onModuleInit(): void {
    this.channels.register(this);
    this.events.on('notification.stored', (event) => void this.show(event));
  }

  override deliver(ownerId: string, { id }: { readonly id: string }): Promise<void> {
    this.events.emit('notification.stored', { ownerId, notificationId: id });
    return Promise.resolve();
  }

  private async show({ ownerId, notificationId }: AppEvents['notification.stored']): Promise<void> {
    if (this.pool.told(ownerId).length === 0 || this.isKnown(`${ownerId}/${notificationId}`)) return;
    try {
      const notification = await this.outbox.find(ownerId, notificationId);
      if (!notification) return;
      for (const { view } of this.pool.told(ownerId)) view.tell('notification', notification.data);
    } catch (error) {
      this.pool.report(notificationId, error);
    }
  }

  private isKnown(key: string): boolean {
    if (this.told.has(key)) return true;
    if (this.told.size >= MAX_REMEMBERED) this.told.clear();
    this.told.add(key);
    return false;
  }
}
