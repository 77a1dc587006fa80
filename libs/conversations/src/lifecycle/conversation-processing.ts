import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { InstalledApps } from '../app-summaries/summary-apps.js';
import { demandUnlocked, existing, opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationLifecycle, type ReprocessOptions } from './conversation-lifecycle.js';
import { Finalizer } from './finalizer.js';
import type { MeetingContext } from './meeting-context.js';
import { ProcessingWait } from './processing-wait.js';

export interface ReprocessRequest extends Pick<ReprocessOptions, 'languageCode'> {
  /** The app that is to write the summary. */
  readonly appId?: string;
}

/** What an owner can ask for about the processing of a conversation: `not_found` CONVERSATION_NOT_FOUND, `locked` CONVERSATION_LOCKED. */
@Injectable()
export class ConversationProcessing {
  constructor(
    private readonly finalizer: Finalizer,
    private readonly lifecycle: ConversationLifecycle,
    private readonly conversations: ConversationRepository,
    private readonly wait: ProcessingWait,
    private readonly apps: InstalledApps,
  ) {}

  /**
   * Ends this conversation now, last words included, and has it processed. One that has ended already is answered as it is. Errors: those of
   * `Finalizer.finalize`.
   */
  async finalize(ownerId: string, id: string, meeting?: MeetingContext): Promise<Conversation> {
    const head = await this.conversations.findHead(ownerId, id);
    if (head) demandUnlocked(head);
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
   * the results that it has. Errors: those of `SummaryApps.demand`; `conflict` CONVERSATION_NOT_OVER.
   */
  async reprocess(
    ownerId: string,
    id: string,
    { appId, ...options }: ReprocessRequest,
  ): Promise<Conversation> {
    opened(await this.conversations.findHead(ownerId, id), id);
    if (appId !== undefined) await this.apps.summaries.demand(ownerId, appId);
    await this.lifecycle.reprocess(ownerId, id, 'user_reprocess', { ...options, appId: appId ?? null });
    return this.processed(ownerId, id);
  }

  /**
   * Sets it aside as trivial, or takes it back, which has it understood and no later judgement can undo. `conflict` CONVERSATION_NOT_OVER.
   */
  async setDiscarded(ownerId: string, id: string, discarded: boolean): Promise<Conversation> {
    const head = opened(await this.conversations.findHead(ownerId, id), id);
    if (head.discarded === discarded) return this.current(ownerId, id);
    if (!discarded) {
      await this.lifecycle.reprocess(ownerId, id, 'restore');
      return this.processed(ownerId, id);
    }
    await this.lifecycle.discard(ownerId, id);
    return this.current(ownerId, id);
  }

  private async processed(ownerId: string, id: string): Promise<Conversation> {
    await this.wait.ended(ownerId, id);
    return this.current(ownerId, id);
  }

  private async current(ownerId: string, id: string): Promise<Conversation> {
    return existing(await this.conversations.find(ownerId, id), id);
  }
}
