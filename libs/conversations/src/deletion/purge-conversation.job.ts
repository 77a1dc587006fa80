import { purgeConversation, type JobPayload } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { DataLifecycle } from '#libs/storage';

/** Removes what a deleted conversation left anywhere, and looks afterwards whether anything is still there. */
@JobHandler(purgeConversation)
export class PurgeConversationJob implements HandlesJob<typeof purgeConversation> {
  constructor(
    private readonly lifecycle: DataLifecycle,
    private readonly log: Log,
  ) {}

  async handle({ ownerId, conversationId }: JobPayload<typeof purgeConversation>): Promise<void> {
    const removed = await this.lifecycle.deleteConversation(ownerId, conversationId);
    const left = await this.lifecycle.findConversation(ownerId, conversationId);
    if (left.length > 0) {
      throw new AppError('unavailable', 'PURGE_INCOMPLETE', 'Something of the conversation is still there.', {
        stores: left.map((report) => report.store),
      });
    }
    const count = removed.reduce((sum, report) => sum + report.count, 0);
    this.log.info('conversation purged', { 'user.id': ownerId, 'conversation.id': conversationId, count });
  }
}
