import { indexConversation, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationIndex } from './conversation-index.js';

/** Writes a finished conversation into search. */
@JobHandler(indexConversation)
export class IndexConversationJob implements HandlesJob<typeof indexConversation> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly index: ConversationIndex,
  ) {}

  async handle(
    { ownerId, conversationId, revision }: JobPayload<typeof indexConversation>,
    { signal }: JobContext,
  ): Promise<void> {
    const conversation = await this.conversations.find(ownerId, conversationId);
    if (conversation?.revision !== revision || conversation.discarded) return;
    await this.index.write(ownerId, conversation, signal);
    // Deleted while it was being written: the purge may have come before the last entry.
    if (!(await this.conversations.exists(ownerId, conversationId))) {
      await this.index.remove(ownerId, conversationId);
    }
  }
}
