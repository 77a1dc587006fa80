import { saveActionItems, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import { recordsOf } from './action-item.rules.js';
import { ActionItemsRepository } from './action-items.repository.js';

/** Copies the tasks of a finished conversation into the owner's list. Running it again changes nothing. */
@JobHandler(saveActionItems)
export class SaveActionItemsJob implements HandlesJob<typeof saveActionItems> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly items: ActionItemsRepository,
    private readonly clock: Clock,
  ) {}

  async handle(run: JobPayload<typeof saveActionItems>): Promise<void> {
    const conversation = await this.conversations.find(run.ownerId, run.conversationId);
    if (!conversation) return;
    await this.items.addOnce(run, recordsOf(conversation, this.clock.now()));
  }
}
