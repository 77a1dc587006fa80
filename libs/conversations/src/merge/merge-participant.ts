import { Injectable, type OnModuleInit } from '@nestjs/common';
import { mergeConversations } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { DataLifecycle } from '#libs/storage';
import { MergeRepository } from './merge.repository.js';

/**
 * Who deletes a merged conversation means all of it: what it was made of goes too, though nobody sees it any more. Before it is completed,
 * deleting it is taking the merge back.
 */
@Injectable()
export class MergeParticipant implements OnModuleInit {
  constructor(
    private readonly merges: MergeRepository,
    private readonly queue: JobQueue,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'merges',
      deleteConversation: (ownerId, id) => this.release(ownerId, id),
      countConversation: (ownerId, id) => this.countOpen(ownerId, id),
    });
  }

  private async release(ownerId: string, id: string): Promise<number> {
    const to = { state: 'confirming', expires_at: null } as const;
    const moved = await this.merges.move(ownerId, id, ['settling', 'done'], to);
    const isOpen = (await this.countOpen(ownerId, id)) > 0;
    if (isOpen) await this.queue.enqueue(mergeConversations, { ownerId, mergeId: id });
    return moved ? 1 : 0;
  }

  /** While its sources are there, something of the conversation is. */
  private async countOpen(ownerId: string, id: string): Promise<number> {
    const state = (await this.merges.find(ownerId, id))?.state;
    return state === 'settling' || state === 'done' || state === 'confirming' || state === 'following'
      ? 1
      : 0;
  }
}
