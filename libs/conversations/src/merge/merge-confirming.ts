import { Injectable } from '@nestjs/common';
import { followSegments, purgeConversation, settleVoices } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import { CarriedSound } from './carried-sound.js';
import { CarriedTasks } from './carried-tasks.js';
import type { MergeRecord } from './merge-record.js';

/** Lets the sources of a merge go, after everything that is still theirs has gone over. Every step is safe to run again. */
@Injectable()
export class MergeConfirming {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly sound: CarriedSound,
    private readonly tasks: CarriedTasks,
    private readonly queue: JobQueue,
  ) {}

  /** Sound goes over, and memories are sent after it. False while sound is still on its way to a source: it has to be called again. */
  async carry(ownerId: string, { id: to, source_ids: sourceIds }: MergeRecord): Promise<boolean> {
    // Deleted by its owner: then the sources are to go with it.
    if (!(await this.conversations.findStoredHead(ownerId, to))) return true;
    for (const from of sourceIds) {
      if (await this.sound.isIncomplete(ownerId, from)) return false;
    }
    for (const from of sourceIds) await this.sound.carry(ownerId, from, to);
    for (const fromConversationId of sourceIds) {
      await this.queue.enqueue(followSegments, { ownerId, conversationId: to, fromConversationId });
    }
    // What was learned of voices at the old place goes with it: it is learned again at the new one.
    await this.queue.enqueue(settleVoices, { ownerId, conversationId: to });
    return true;
  }

  /** The sources go. False while memories still rest on them: it has to be called again. */
  async letGo(ownerId: string, { id: to, source_ids: sourceIds }: MergeRecord): Promise<boolean> {
    for (const fromConversationId of sourceIds) {
      const follow = { ownerId, conversationId: to, fromConversationId };
      if (await this.queue.isPending(followSegments, follow)) return false;
    }
    await this.tasks.settle(ownerId, to);
    for (const conversationId of sourceIds) {
      await this.queue.enqueue(purgeConversation, { ownerId, conversationId });
      await this.conversations.deleteTree(ownerId, conversationId);
    }
    return true;
  }
}
