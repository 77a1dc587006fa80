import { Injectable } from '@nestjs/common';
import { storeConversationAudio } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';

/** `sound_not_stored`: nobody was at work on it, and the job was put in again. `conversation_missing`: there is no conversation it belongs to. */
export type UnstoredFinding = 'sound_not_stored' | 'conversation_missing';

/** Sound that is kept in capture logs although its conversation is over: somebody must be at work on it. */
@Injectable()
export class UnstoredSound {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly queue: JobQueue,
  ) {}

  /** Puts in what was lost. */
  async rescue(ownerId: string, { spans }: RecordingSession): Promise<UnstoredFinding[]> {
    const findings: UnstoredFinding[] = [];
    for (const span of spans) {
      const finding = isOver(span) && (await this.rescueSpan(ownerId, span.conversation_id));
      if (finding) findings.push(finding);
    }
    return findings;
  }

  private async rescueSpan(ownerId: string, conversationId: string): Promise<UnstoredFinding | null> {
    const row = await this.conversations.findStoredHead(ownerId, conversationId);
    if (!row) return 'conversation_missing';
    // What is not processed yet stores its sound when it is.
    if (row.status === 'in_progress' || row.status === 'processing') return null;
    const job = { ownerId, conversationId, revision: row.revision };
    if (await this.queue.isPending(storeConversationAudio, job)) return null;
    await this.queue.enqueue(storeConversationAudio, job);
    return 'sound_not_stored';
  }
}

function isOver({ state, to_ms, conversation_id }: CaptureSpan): boolean {
  return state === 'kept' && to_ms !== null && conversation_id !== '';
}
