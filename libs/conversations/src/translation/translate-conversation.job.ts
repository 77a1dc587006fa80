import { translateConversation, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationTranslation } from './conversation-translation.js';

/** Behind everything else that happens to a conversation: a slow or failing model holds nobody up. */
@JobHandler(translateConversation)
export class TranslateConversationJob implements HandlesJob<typeof translateConversation> {
  constructor(private readonly translation: ConversationTranslation) {}

  async handle(
    { ownerId, conversationId }: JobPayload<typeof translateConversation>,
    { attempt, signal }: JobContext,
  ): Promise<void> {
    const isLastAttempt = attempt >= translateConversation.attempts;
    await this.translation.run({ ownerId, conversationId, isLastAttempt, signal });
  }
}
