import { AppEventBus, extractMemories, type JobPayload } from '#libs/contracts';
import { ConversationsService } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { MemoryExtraction } from '../extraction/memory-extraction.js';

/** Runs after a conversation was processed. Does nothing for one that was deleted or locked meanwhile or has a newer revision, which brings its own job. */
@JobHandler(extractMemories)
export class ExtractMemoriesJob implements HandlesJob<typeof extractMemories> {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly extraction: MemoryExtraction,
    private readonly events: AppEventBus,
  ) {}

  async handle(
    { ownerId, conversationId, revision }: JobPayload<typeof extractMemories>,
    { signal }: JobContext,
  ): Promise<void> {
    const conversation = await this.conversations.get(ownerId, conversationId).catch(outOfReachAsNull);
    if (!conversation || conversation.revision !== revision) return;
    const memories = await this.extraction.extract(ownerId, conversation, signal);
    this.events.emit('memories.extracted', {
      ownerId,
      conversationId,
      memoryIds: memories.map(({ id }) => id),
    });
  }
}

function outOfReachAsNull(error: unknown): null {
  if (error instanceof AppError && (error.kind === 'not_found' || error.kind === 'locked')) return null;
  throw error;
}
