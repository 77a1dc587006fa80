import { Injectable } from '@nestjs/common';
import { indexConversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';

/** Brings search in line with what an owner changed. What is not over comes into search when it is. */
@Injectable()
export class SearchRefresh {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly queue: JobQueue,
  ) {}

  async after(ownerId: string, { id, status, revision }: ConversationHead): Promise<void> {
    if (status !== 'completed' && status !== 'failed') return;
    await this.queue.enqueue(indexConversation, { ownerId, conversationId: id, revision });
  }

  async ofConversation(ownerId: string, id: string): Promise<void> {
    const head = await this.conversations.findHead(ownerId, id);
    if (head) await this.after(ownerId, head);
  }
}
