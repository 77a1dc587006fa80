import { Injectable } from '@nestjs/common';
import { endSilentConversation } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { silenceDeadlineMs } from '../live/connect.rules.js';
import type { ConversationHead } from '../store/conversation-row.js';

/** The durable timer of each conversation in progress: one job, which puts itself off while speech goes on. */
@Injectable()
export class SilenceTimers {
  constructor(
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Harmless when the timer runs already. */
  async arm(ownerId: string, row: ConversationHead): Promise<void> {
    const delayMs = Math.max(0, silenceDeadlineMs(row) - this.clock.nowMs());
    await this.queue.enqueue(endSilentConversation, { ownerId, conversationId: row.id }, { delayMs });
  }

  /** As `arm`, where the timer may be set to a time that is not right any more. */
  async bringForward(ownerId: string, row: ConversationHead): Promise<void> {
    await this.queue.cancel(endSilentConversation, { ownerId, conversationId: row.id });
    await this.arm(ownerId, row);
  }

  async isArmed(ownerId: string, conversationId: string): Promise<boolean> {
    return this.queue.isPending(endSilentConversation, { ownerId, conversationId });
  }
}
