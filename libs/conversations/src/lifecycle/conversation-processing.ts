import { Injectable } from '@nestjs/common';
import { indexConversation, type Conversation } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationLifecycle, type ReprocessOptions } from './conversation-lifecycle.js';
import { conversationNotFound, Finalizer } from './finalizer.js';
import type { MeetingContext } from './meeting-context.js';
import { demandOver } from './over.rules.js';
import { ProcessingWait } from './processing-wait.js';

export interface ReprocessRequest extends ReprocessOptions {
  /** The app that is to write the summary. */
  readonly appId?: string;
}

/** What an owner can ask for about the processing of a conversation. `not_found` CONVERSATION_NOT_FOUND everywhere. */
@Injectable()
export class ConversationProcessing {
  constructor(
    private readonly finalizer: Finalizer,
    private readonly lifecycle: ConversationLifecycle,
    private readonly conversations: ConversationRepository,
    private readonly wait: ProcessingWait,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends this conversation now, last words included, and has it processed. One that has ended already is answered as it is. Errors: those of
   * `Finalizer.finalize`.
   */
  async finalize(ownerId: string, id: string, meeting?: MeetingContext): Promise<Conversation> {
    return this.finalizer.finalize(ownerId, id, meeting);
  }

  /**
   * Ends the conversation that goes on, the newest if there are several, and answers it when it is processed, or as it is after half a
   * minute. `not_found` CONVERSATION_NOT_IN_PROGRESS.
   */
  async finalizeCurrent(ownerId: string, meeting?: MeetingContext): Promise<Conversation> {
    const { id } = await this.finalizer.finalizeCurrent(ownerId, meeting);
    return this.processed(ownerId, id);
  }

  /**
   * Has it understood anew and kept, and answers it when that is done, or as it is after half a minute. Until then, and if it fails, it keeps
   * the results that it has. `not_found` APP_NOT_FOUND; `conflict` CONVERSATION_NOT_OVER.
   */
  async reprocess(
    ownerId: string,
    id: string,
    { appId, ...options }: ReprocessRequest,
  ): Promise<Conversation> {
    if (!(await this.conversations.exists(ownerId, id))) throw conversationNotFound(id);
    if (appId !== undefined) throw appNotFound(appId);
    await this.lifecycle.reprocess(ownerId, id, 'user_reprocess', options);
    return this.processed(ownerId, id);
  }

  /**
   * Sets it aside as trivial, or takes it back, which has it understood and no later judgement can undo. `conflict` CONVERSATION_NOT_OVER.
   */
  async setDiscarded(ownerId: string, id: string, discarded: boolean): Promise<Conversation> {
    const head = await this.conversations.findHead(ownerId, id);
    if (!head) throw conversationNotFound(id);
    if (head.discarded === discarded) return this.current(ownerId, id);
    if (discarded) return this.discard(ownerId, id);
    await this.lifecycle.reprocess(ownerId, id, 'restore');
    return this.processed(ownerId, id);
  }

  private async discard(ownerId: string, id: string): Promise<Conversation> {
    const now = this.clock.now();
    const head = await this.conversations.changeHead(ownerId, id, (current) => {
      demandOver(current);
      const relevance_decision = { verdict: 'discard', decided_by: 'owner', reason: 'owner' } as const;
      return { discarded: true, restored_at: null, relevance_decision, updated_at: now };
    });
    if (!head) throw conversationNotFound(id);
    await this.queue.enqueue(indexConversation, { ownerId, conversationId: id, revision: head.revision });
    return this.current(ownerId, id);
  }

  private async processed(ownerId: string, id: string): Promise<Conversation> {
    await this.wait.ended(ownerId, id);
    return this.current(ownerId, id);
  }

  private async current(ownerId: string, id: string): Promise<Conversation> {
    const conversation = await this.conversations.find(ownerId, id);
    if (!conversation) throw conversationNotFound(id);
    return conversation;
  }
}

function appNotFound(appId: string): AppError {
  return new AppError(
    'not_found',
    'APP_NOT_FOUND',
    'There is no such app here. Leave app_id out to have the summary written without one.',
    { appId: appId.slice(0, 100) },
  );
}
