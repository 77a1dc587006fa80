import { Injectable } from '@nestjs/common';
import { purgeConversation, type Conversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { conversationMerging } from './merge/merge.rules.js';
import { LiveRegistry } from './live/live-registry.js';
import { existing, listed, opened } from './store/conversation-access.rules.js';
import type { ConversationFilter, ConversationListQuery } from './store/conversation-filter.js';
import { ConversationRepository } from './store/conversation.repository.js';
import type { ConversationHead } from './store/conversation-row.js';

/**
 * The owner's conversations. Methods on one conversation: `not_found` CONVERSATION_NOT_FOUND; but for `delete`, which takes away nobody else's,
 * `locked` CONVERSATION_LOCKED.
 */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly live: LiveRegistry,
    private readonly queue: JobQueue,
  ) {}

  /** Newest first by creation; of locked ones the row alone. */
  async list(ownerId: string, query: ConversationListQuery): Promise<Conversation[]> {
    return (await this.conversations.list(ownerId, query)).map(listed);
  }

  /** All of them one by one, newest first, locked ones whole: for the owner's export. */
  all(ownerId: string): AsyncIterable<Conversation> {
    return this.conversations.all(ownerId);
  }

  async count(ownerId: string, filter: ConversationFilter): Promise<number> {
    return this.conversations.count(ownerId, filter);
  }

  async get(ownerId: string, id: string): Promise<Conversation> {
    return opened(await this.conversations.find(ownerId, id), id);
  }

  /** Those that exist and are not locked, in the order asked for. */
  async getMany(ownerId: string, ids: readonly string[]): Promise<Conversation[]> {
    const found = await this.conversations.findMany(ownerId, ids);
    return found.filter(({ is_locked: isLocked }) => !isLocked);
  }

  /** Those that exist, without what was said in them. */
  async getHeads(ownerId: string, ids: readonly string[]): Promise<ConversationHead[]> {
    return this.conversations.findHeads(ownerId, ids);
  }

  /**
   * Deletes a conversation and everything that came of it. It is gone when this answers; what it left in search, audio and tasks goes
   * with a job that is put in first, so that no crash leaves it behind. `conflict` CONVERSATION_MERGING while it becomes part of another.
   */
  async delete(ownerId: string, id: string): Promise<void> {
    const head = existing(await this.conversations.findHead(ownerId, id), id);
    if (head.status === 'merging') throw conversationMerging();
    await this.queue.enqueue(purgeConversation, { ownerId, conversationId: id });
    const recordings = this.live.ofConversation(ownerId, id);
    await Promise.all(recordings.map((recording) => recording.abandonConversation(id)));
    await this.conversations.deleteTree(ownerId, id);
  }
}
