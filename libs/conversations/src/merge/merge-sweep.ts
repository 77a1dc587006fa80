import { Injectable } from '@nestjs/common';
import { mergeConversations } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { MergeRepository } from './merge.repository.js';

/** Sees to it that every merge that goes on has a job, and that those whose time has come get one. */
@Injectable()
export class MergeSweep {
  constructor(
    private readonly merges: MergeRepository,
    private readonly queue: JobQueue,
  ) {}

  async sweep(): Promise<void> {
    for await (const merge of this.merges.waiting()) {
      if (!(await this.queue.isPending(mergeConversations, merge))) {
        await this.queue.enqueue(mergeConversations, merge);
      }
    }
  }
}
