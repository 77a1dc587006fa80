import { Injectable } from '@nestjs/common';
import type { Notification } from './notification.js';

/**
 * One way to an owner's clients: the open sockets here, a push service. Told of each notification at least once; its id is the same then, so
 * that a way that shows what it is told can pass over, or collapse, what it knows.
 */
export abstract class NotificationChannel {
  /** An owner whom this way does not reach is no failure. `unavailable` when it must be tried again. */
  abstract deliver(ownerId: string, notification: Notification): Promise<void>;
}

/** Every way that this installation has. Whoever is one registers at start. */
@Injectable()
export class NotificationChannels {
  private readonly channels: NotificationChannel[] = [];

  register(channel: NotificationChannel): void {
    this.channels.push(channel);
  }

  all(): readonly NotificationChannel[] {
    return this.channels;
  }
}
