import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { ActionItemConsequences } from './action-item-consequences.js';
import { ActionItemsRepository } from './action-items.repository.js';

const EVERY_MS = 60_000;
/** Whoever wrote it puts in the work right after; only a crash takes longer. */
const PATIENCE_MS = 60_000;

/** Takes up what a dead process left undone: tasks that were changed and notifications that were stored, but whose job was never put in. */
@Injectable()
export class TaskSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private cancel: Cancel | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly items: ActionItemsRepository,
    private readonly outbox: NotificationOutbox,
    private readonly consequences: ActionItemConsequences,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.round();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.running;
  }

  /** Safe to run at any time and in several processes at once: what waits or runs already is not put in twice. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.nowMs() - PATIENCE_MS);
    for await (const { ownerId, actionItemId } of this.items.unsettledBefore(before)) {
      await this.consequences.follow(ownerId, [actionItemId]);
    }
    for await (const { ownerId, notificationId } of this.outbox.waitingSince(before)) {
      await this.outbox.send(ownerId, notificationId);
    }
  }

  private async round(): Promise<void> {
    try {
      await this.sweep();
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('the sweep of tasks failed', { 'error.code': code, 'error.kind': kind });
    }
    if (!this.stopped) this.cancel = this.clock.after(EVERY_MS, () => void (this.running = this.round()));
  }
}
