import { indexConversation, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { ConversationIndex } from './conversation-index.js';

/**
 * Brings search in line with a conversation as it is now, whatever it was when the job was put in: after processing, also when that
 * failed, after an edit, after it was set aside or brought back. Put in again while it runs, it runs once more.
 */
@JobHandler(indexConversation)
export class IndexConversationJob implements HandlesJob<typeof indexConversation> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly index: ConversationIndex,
  ) {}

  async handle(
    { ownerId, conversationId }: JobPayload<typeof indexConversation>,
    { signal }: JobContext,
  ): Promise<void> {
    const row = await this.conversations.findRow(ownerId, conversationId);
    if (row && isFindable(row)) {
      const conversation = await this.conversations.complete(ownerId, row);
      await this.index.write(ownerId, conversation, { retrieval: row.retrieval, signal });
    }
    // Deleted, perhaps while it was being written: the purge may have come before the last entry.
    const head = await this.conversations.findHead(ownerId, conversationId);
    if (!head || head.is_locked) await this.index.remove(ownerId, conversationId);
  }
}

function isFindable({ status, is_locked: isLocked }: ConversationHead): boolean {
  return !isLocked && (status === 'completed' || status === 'failed');
}
