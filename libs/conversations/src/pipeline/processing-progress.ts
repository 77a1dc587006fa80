import { Injectable } from '@nestjs/common';
import { processConversation, type ConversationStatus } from '#libs/contracts';
import { AppError, deterministicId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { EFFECTS } from './effects.stage.js';

/** `queued`: nobody has begun. `leased`: somebody is at it, or will try again. `dead_letter`: given up. */
export type FinalizationStatus = 'queued' | 'leased' | 'completed' | 'dead_letter';

/** How far a conversation has come on its way from the last word to stored knowledge. */
export interface ProcessingState {
  /** The same for the same revision of the same conversation. */
  readonly jobId: string;
  readonly status: FinalizationStatus;
  readonly conversationStatus: ConversationStatus;
  /** How often processing of this revision was begun. */
  readonly attempts: number;
  /** It was given up for a reason that may pass. */
  readonly isRetryable: boolean;
  /** Why it was given up, a stable code; null unless it was. */
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

  /** `not_found` CONVERSATION_NOT_FOUND; FINALIZATION_NOT_FOUND when it was never handed over to processing; `locked` CONVERSATION_LOCKED. */
  async of(ownerId: string, id: string): Promise<ProcessingState> {
    const head = opened(await this.conversations.findHead(ownerId, id), id);
    if (head.revision === 0) throw finalizationNotFound(id);
    const pending = await this.pending(ownerId, head);
    const ended = head.status === 'completed' || head.status === 'failed';
    return {
      jobId: deterministicId(processConversation.name, ownerId, id, String(head.revision)),
      status: finalizationStatusOf(head),
      conversationStatus: head.status,
      attempts: head.processing_attempts ?? (ended ? 1 : 0),
      isRetryable: head.summary_retryable ?? false,
      failureCode: head.failure_code,
      pending,
      terminal: ended && pending.length === 0,
    };
  }

  private async pending(ownerId: string, { id, revision }: ConversationHead): Promise<string[]> {
    const jobs = [processConversation, ...EFFECTS];
    const payload = { ownerId, conversationId: id, revision };
    const waiting = await Promise.all(jobs.map((job) => this.queue.isPending(job, payload)));
    return jobs.filter((_, index) => waiting[index]).map(({ name }) => name);
  }
}

/** One that keeps its earlier results is completed, and its last job a dead letter all the same. */
function finalizationStatusOf(head: ConversationHead): FinalizationStatus {
  if (head.failure_code !== null) return 'dead_letter';
  if (head.status !== 'processing') return 'completed';
  return (head.processing_attempts ?? 0) > 0 ? 'leased' : 'queued';
}

function finalizationNotFound(id: string): AppError {
  return new AppError(
    'not_found',
    'FINALIZATION_NOT_FOUND',
    'This conversation has not been handed over to processing. Finalize it first.',
    { id },
  );
}
