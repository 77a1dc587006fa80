import { Injectable } from '@nestjs/common';
import { processConversation, type ConversationStatus } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { conversationNotFound } from '../lifecycle/finalizer.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { EFFECTS } from './effects.stage.js';

/** How far a conversation has come on its way from the last word to stored knowledge. */
export interface ProcessingState {
  readonly status: ConversationStatus;
  /** Why it failed, a stable code; null unless it did. */
  readonly failureCode: string | null;
  /** Names of the jobs that still have to end. What became a dead letter does not count: nobody waits for it. */
  readonly pending: readonly string[];
  /** Nothing more will come of it by itself. */
  readonly terminal: boolean;
}

/** Tells clients that wait whether waiting makes sense. */
@Injectable()
export class ProcessingProgress {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly queue: JobQueue,
  ) {}

  /** `not_found` CONVERSATION_NOT_FOUND. */
  async of(ownerId: string, id: string): Promise<ProcessingState> {
    const row = await this.conversations.findHead(ownerId, id);
    if (!row) throw conversationNotFound(id);
    const payload = { ownerId, conversationId: id, revision: row.revision };
    const jobs = [processConversation, ...EFFECTS];
    const waiting = await Promise.all(jobs.map((job) => this.queue.isPending(job, payload)));
    const pending = jobs.filter((_, index) => waiting[index]).map((job) => job.name);
    const ended = row.status === 'completed' || row.status === 'failed';
    return {
      status: row.status,
      failureCode: row.failure_code,
      pending,
      terminal: ended && pending.length === 0,
    };
  }
}
