import { Injectable } from '@nestjs/common';
import { AppEventBus, indexConversation, purgeConversation, type Conversation } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { conversationNotFound, Finalizer } from './lifecycle/finalizer.js';
import { LiveRegistry } from './live/live-registry.js';
import type { ConversationFilter, ConversationListQuery } from './store/conversation-filter.js';
import { ConversationRepository } from './store/conversation.repository.js';
import type { ConversationHead, ConversationRow } from './store/conversation-row.js';

/** How long a client is kept waiting for the result of processing. */
const PROCESSING_PATIENCE_MS = 30_000;

/** The owner's conversations. Methods on one conversation: `not_found` CONVERSATION_NOT_FOUND. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly finalizer: Finalizer,
    private readonly live: LiveRegistry,
    private readonly queue: JobQueue,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
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

  /** Search finds it under the new title a moment later. */
  async updateTitle(ownerId: string, id: string, title: string): Promise<Conversation> {
    const conversation = await this.edit(ownerId, id, (row) => ({
      structured: { ...row.structured, title },
    }));
    const { status, revision } = conversation;
    if (status === 'completed') {
      await this.queue.enqueue(indexConversation, { ownerId, conversationId: id, revision });
    }
    return conversation;
  }

  async setStarred(ownerId: string, id: string, starred: boolean): Promise<Conversation> {
    return this.edit(ownerId, id, () => ({ starred }));
  }

  /**
   * Ends this conversation now, last words included, and has it processed. One that has ended already is answered as it is.
   * `not_found` CONVERSATION_NOT_IN_PROGRESS when nothing was said in it yet.
   */
  async finalize(ownerId: string, id: string): Promise<Conversation> {
    return this.finalizer.finalize(ownerId, id);
  }

  /**
   * Ends the conversation that goes on, the newest if there are several, and answers it when it is processed, or as it is after half a
   * minute. `not_found` CONVERSATION_NOT_IN_PROGRESS.
   */
  async finalizeCurrent(ownerId: string): Promise<Conversation> {
    const { id } = await this.finalizer.finalizeCurrent(ownerId);
    await this.whenProcessed(ownerId, id);
    return this.get(ownerId, id);
  }

  /**
   * Deletes a conversation and everything that came of it. It is gone when this answers; what it left in search, audio and tasks goes
   * with a job that is put in first, so that no crash leaves it behind.
   */
  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.conversations.exists(ownerId, id))) throw conversationNotFound(id);
    await this.queue.enqueue(purgeConversation, { ownerId, conversationId: id });
    const recordings = this.live.ofConversation(ownerId, id);
    await Promise.all(recordings.map((recording) => recording.abandonConversation(id)));
    await this.conversations.deleteTree(ownerId, id);
  }

  private async whenProcessed(ownerId: string, id: string): Promise<void> {
    const done = Promise.withResolvers<void>();
    const cancels = [
      this.events.on('conversation.processed', (event) => event.conversationId === id && done.resolve()),
      this.events.on('conversation.failed', (event) => event.conversationId === id && done.resolve()),
      this.clock.after(PROCESSING_PATIENCE_MS, () => done.resolve()),
    ];
    const row = await this.conversations.findHead(ownerId, id);
    if (row?.status === 'processing') await done.promise;
    for (const cancel of cancels) cancel();
  }

  private async edit(
    ownerId: string,
    id: string,
    change: (row: ConversationRow) => Partial<ConversationRow>,
  ): Promise<Conversation> {
    const now = this.clock.now();
    const row = await this.conversations.change(ownerId, id, (current) => ({
      ...change(current),
      updated_at: now,
    }));
    if (!row) throw conversationNotFound(id);
    return this.conversations.complete(ownerId, row);
  }
}
