import { Injectable } from '@nestjs/common';
import { purgeConversation, type Conversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { conversationMerging } from './merge/merge.rules.js';
import { conversationNotFound } from './lifecycle/finalizer.js';
import { LiveRegistry } from './live/live-registry.js';
import type { ConversationFilter, ConversationListQuery } from './store/conversation-filter.js';
import { ConversationRepository } from './store/conversation.repository.js';
import type { ConversationHead } from './store/conversation-row.js';

/** The owner's conversations. Methods on one conversation: `not_found` CONVERSATION_NOT_FOUND. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly live: LiveRegistry,
    private readonly queue: JobQueue,
  ) {}

  /** Newest first by creation. */
  async list(ownerId: string, query: ConversationListQuery): Promise<Conversation[]> {
    return this.conversations.list(ownerId, query);
  }

  /** All of them one by one, newest first: for the owner's export. */
  all(ownerId: string): AsyncIterable<Conversation> {
    return this.conversations.all(ownerId);
  }

  async count(ownerId: string, filter: ConversationFilter): Promise<number> {
    return this.conversations.count(ownerId, filter);
  }

  async get(ownerId: string, id: string): Promise<Conversation> {
    const conversation = await this.conversations.find(ownerId, id);
    if (!conversation) throw conversationNotFound(id);
    return conversation;
  }

  /** Those that exist, in the order asked for. */
  async getMany(ownerId: string, ids: readonly string[]): Promise<Conversation[]> {
    return this.conversations.findMany(ownerId, ids);
  }

  /** As `getMany`, without what was said. */
  async getHeads(ownerId: string, ids: readonly string[]): Promise<ConversationHead[]> {
    return this.conversations.findHeads(ownerId, ids);
  }

  /**
   * Deletes a conversation and everything that came of it. It is gone when this answers; what it left in search, audio and tasks goes
   * with a job that is put in first, so that no crash leaves it behind. `conflict` CONVERSATION_MERGING while it becomes part of another.
   */
  async delete(ownerId: string, id: string): Promise<void> {
    const head = await this.conversations.findHead(ownerId, id);
    if (!head) throw conversationNotFound(id);
    if (head.status === 'merging') throw conversationMerging();
    await this.queue.enqueue(purgeConversation, { ownerId, conversationId: id });
    const recordings = this.live.ofConversation(ownerId, id);
    await Promise.all(recordings.map((recording) => recording.abandonConversation(id)));
    await this.conversations.deleteTree(ownerId, id);
  }
}
