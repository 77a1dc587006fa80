import { Injectable } from '@nestjs/common';
import { LiveRegistry } from '../live/live-registry.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { SilenceTimers } from './silence-timers.js';

/**
 * Conversations that end because their device is done, without waiting for silence: calls whose connection is gone, and what a desktop
 * recorded until it was stopped. That it is so is written down first; the conversation ends when the last words of it are stored.
 */
@Injectable()
export class DeviceEndings {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly timers: SilenceTimers,
    private readonly live: LiveRegistry,
  ) {}

  /** Nothing more will come for the conversation, unless another device is recording it. */
  async announce(ownerId: string, conversationId: string): Promise<void> {
    if (this.live.ofConversation(ownerId, conversationId).some(({ hasClient }) => hasClient)) return;
    await this.conversations.changeHead(ownerId, conversationId, (head) =>
      head.status === 'in_progress' && !head.ends_now ? { ends_now: true } : null,
    );
  }

  /** A recording of the conversation is over: ends it, if that was announced and nobody records it any more. */
  async settle(ownerId: string, conversationId: string): Promise<void> {
    if (this.live.ofConversation(ownerId, conversationId).length > 0) return;
    const head = await this.conversations.findHead(ownerId, conversationId);
    if (head?.status === 'in_progress' && head.ends_now) await this.timers.bringForward(ownerId, head);
  }
}
