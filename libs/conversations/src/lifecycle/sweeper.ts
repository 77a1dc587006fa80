import { Injectable } from '@nestjs/common';
import { processConversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { Log } from '#libs/observability';
import { MergeSweep } from '../merge/merge-sweep.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { UnfinishedConversation } from '../store/conversations-of-all-owners.js';
import { ConversationLifecycle } from './conversation-lifecycle.js';
import { SilenceTimers } from './silence-timers.js';

/** A conversation whose work was lost this often is given up: something about it kills whoever touches it. */
export const MAX_RESCUES = 3;

export interface SweepReport {
  /** Conversations in progress whose timer was missing. */
  readonly timersArmed: number;
  /** Conversations in processing whose job was missing. */
  readonly jobsPutIn: number;
  readonly givenUp: number;
}

/** Proves that every unfinished conversation has a live owner, a timer or a job, and gives it one where a crash took it away. */
@Injectable()
export class Sweeper {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly timers: SilenceTimers,
    private readonly lifecycle: ConversationLifecycle,
    private readonly merges: MergeSweep,
    private readonly queue: JobQueue,
    private readonly log: Log,
  ) {}

  /** Safe to run at any time and in several processes at once. */
  async sweep(): Promise<SweepReport> {
    const report = { timersArmed: 0, jobsPutIn: 0, givenUp: 0 };
    for await (const unfinished of this.conversations.ofAllOwners.unfinished()) {
      const healed = await this.heal(unfinished);
      if (healed) report[healed] += 1;
    }
    await this.merges.sweep();
    const count = report.timersArmed + report.jobsPutIn + report.givenUp;
    if (count > 0) this.log.warn('conversations without an owner were found', { count });
    return report;
  }

  private async heal({ ownerId, row }: UnfinishedConversation): Promise<keyof SweepReport | null> {
    if (row.status === 'in_progress') {
      const isArmed = await this.timers.isArmed(ownerId, row.id);
      // It may be armed for a silence that nobody waits for any more.
      if (row.ends_now) await this.timers.bringForward(ownerId, row);
      else if (!isArmed) await this.timers.arm(ownerId, row);
      return isArmed ? null : 'timersArmed';
    }
    const run = { ownerId, conversationId: row.id, revision: row.revision };
    if (await this.queue.isPending(processConversation, run)) return null;
    if ((row.rescues ?? 0) >= MAX_RESCUES) {
      await this.lifecycle.fail(run, processingLost());
      return 'givenUp';
    }
    const counted = await this.conversations.changeHead(ownerId, row.id, (current) =>
      current.status === 'processing' && current.revision === row.revision
        ? { rescues: (current.rescues ?? 0) + 1 }
        : null,
    );
    if (!counted) return null;
    await this.queue.enqueue(processConversation, run);
    return 'jobsPutIn';
  }
}

function processingLost(): AppError {
  return new AppError(
    'unavailable',
    'PROCESSING_LOST',
    'Processing this conversation was interrupted again and again. Have it processed once more when the server runs undisturbed.',
  );
}
