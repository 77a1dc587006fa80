import { Injectable } from '@nestjs/common';
import { followSegments, settleSplit, settleVoices, type Conversation } from '#libs/contracts';
import { AppError, newId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { MergeRepository } from '../merge/merge.repository.js';
import { CarriedSound } from '../merge/carried-sound.js';
import { conversationNotFound, opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { isSplittable, notNow } from './splits.rules.js';
import { Splitting } from './splitting.js';
import type { SplitPoint } from './split.rules.js';

/** Long enough for the sound of a day to be copied to a slow store. */
const SETTLE_AFTER_MS = 15 * 60_000;
const SOUND_RETRY_MS = 10_000;

/** One conversation that becomes two. */
@Injectable()
export class SplitsService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly merges: MergeRepository,
    private readonly sound: CarriedSound,
    private readonly splitting: Splitting,
    private readonly lifecycle: ConversationLifecycle,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Splits, and has both processed; answers the one that stays and the one that is new. What was copied for a split that never came is cleared
   * away by a job that is put in first. Errors: `not_found` CONVERSATION_NOT_FOUND, SEGMENT_NOT_FOUND; `invalid` SPLIT_LEAVES_NOTHING;
   * `locked` CONVERSATION_LOCKED; `conflict` SPLIT_NOT_NOW; `unavailable` SOUND_NOT_STORED.
   */
  async split(ownerId: string, id: string, point: SplitPoint): Promise<[Conversation, Conversation]> {
    await this.check(ownerId, id);
    const splitId = newId();
    const cleaning = { ownerId, conversationId: id, splitId };
    await this.queue.enqueue(settleSplit, cleaning, { delayMs: SETTLE_AFTER_MS });
    const heads = await this.splitting.split(ownerId, id, splitId, point);
    await this.queue.enqueue(followSegments, { ownerId, conversationId: splitId, fromConversationId: id });
    for (const head of heads) {
      await this.lifecycle.handOver(ownerId, head);
      await this.queue.enqueue(settleVoices, { ownerId, conversationId: head.id });
    }
    await this.splitting.clean(ownerId, id, splitId);
    const [kept, moved] = await this.conversations.findMany(ownerId, [id, splitId]);
    if (!kept || !moved) throw conversationNotFound(id);
    return [kept, moved];
  }

  private async check(ownerId: string, id: string): Promise<void> {
    const head = opened(await this.conversations.findHead(ownerId, id), id);
    const merge = await this.merges.find(ownerId, id);
    const isOpen = merge !== null && merge.state !== 'confirmed';
    if (!isSplittable(head) || isOpen) throw notNow(id);
    if (await this.sound.isIncomplete(ownerId, id)) throw soundNotStored();
  }
}

function soundNotStored(): AppError {
  return new AppError(
    'unavailable',
    'SOUND_NOT_STORED',
    'The sound of this conversation is still being stored. Try again in a moment.',
    {},
    { retryAfterMs: SOUND_RETRY_MS },
  );
}
