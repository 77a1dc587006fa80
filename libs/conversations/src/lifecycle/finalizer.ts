import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { LiveRegistry } from '../live/live-registry.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { isEmptyRow } from '../store/conversation-row.js';
import { ConversationLifecycle } from './conversation-lifecycle.js';

/** Ends conversations because somebody asked for it, last words included. */
@Injectable()
export class Finalizer {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly lifecycle: ConversationLifecycle,
    private readonly live: LiveRegistry,
  ) {}

  /**
   * Ends this conversation and has it processed; one that has ended already is answered as it is. `not_found` CONVERSATION_NOT_FOUND,
   * CONVERSATION_NOT_IN_PROGRESS when nothing was said in it yet.
   */
  async finalize(ownerId: string, id: string): Promise<Conversation> {
    await Promise.all(this.live.ofConversation(ownerId, id).map((recording) => recording.flush()));
    const admitted = await this.lifecycle.admit(ownerId, id);
    if (admitted) return admitted;
    const current = await this.conversations.find(ownerId, id);
    if (!current) throw conversationNotFound(id);
    if (current.status === 'in_progress') throw nothingInProgress();
    return current;
  }

  /** Ends the conversation that goes on, the newest if there are several. `not_found` CONVERSATION_NOT_IN_PROGRESS. */
  async finalizeCurrent(ownerId: string): Promise<Conversation> {
    await Promise.all(this.live.ofOwner(ownerId).map((recording) => recording.flush()));
    const open = (await this.conversations.listOpenRows(ownerId)).filter((row) => !isEmptyRow(row));
    const newest = open.sort((a, b) => b.finished_at.getTime() - a.finished_at.getTime())[0];
    if (!newest) throw nothingInProgress();
    return this.finalize(ownerId, newest.id);
  }
}

export function conversationNotFound(id: string): AppError {
  return new AppError('not_found', 'CONVERSATION_NOT_FOUND', 'There is no such conversation.', { id });
}

export function nothingInProgress(): AppError {
  return new AppError(
    'not_found',
    'CONVERSATION_NOT_IN_PROGRESS',
    'Nothing was said that could be finalized. Start recording, then try again.',
  );
}
