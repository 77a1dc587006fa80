import { followSegments, type JobPayload } from '#libs/contracts';
import { ConversationsService } from '#libs/conversations';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { followSegmentsOf } from '../resolution/followed-segments.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';

/** Conversations were merged or split: memories go with their words. Nothing changes for what they say. */
@JobHandler(followSegments)
export class FollowSegmentsJob implements HandlesJob<typeof followSegments> {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly memories: MemoryRepository,
  ) {}

  async handle({
    ownerId,
    conversationId,
    fromConversationId,
  }: JobPayload<typeof followSegments>): Promise<void> {
    const [target] = await this.conversations.getMany(ownerId, [conversationId]);
    if (!target) return;
    const segments = new Map(target.transcript_segments.map((segment) => [segment.id, segment]));
    // First: dying in between must not lose it, for memories that went are not found again.
    await this.memories.followForgotten(ownerId, {
      from: fromConversationId,
      to: conversationId,
      segmentIds: segments,
    });
    const moved = { from: fromConversationId, to: conversationId, segments };
    for (const { id } of await this.memories.ofSource(ownerId, fromConversationId)) {
      await this.memories.change(ownerId, id, (memory) => followSegmentsOf(memory, moved));
    }
  }
}
