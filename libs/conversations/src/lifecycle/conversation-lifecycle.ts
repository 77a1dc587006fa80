import { Injectable } from '@nestjs/common';
import { AppEventBus, processConversation, storeConversationAudio, type Conversation } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { RecordingArchive } from '../audio/recording-archive.js';
import { LiveRegistry } from '../live/live-registry.js';
import type { PipelineRun } from '../pipeline/receipt.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { isEmptyRow } from '../store/conversation-row.js';

export type Ending = 'processing' | 'dropped' | 'not_in_progress';

/** How conversations leave `in_progress`. */
@Injectable()
export class ConversationLifecycle {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly archive: RecordingArchive,
    private readonly live: LiveRegistry,
    private readonly queue: JobQueue,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
  ) {}

  /** Ends a conversation: one in which something was said goes to processing, an empty one disappears. */
  async end(ownerId: string, conversationId: string): Promise<Ending> {
    if (await this.admit(ownerId, conversationId)) return 'processing';
    return (await this.dropIfEmpty(ownerId, conversationId)) ? 'dropped' : 'not_in_progress';
  }

  /**
   * Hands a conversation over to processing; null when it is not in progress or nothing was said in it. The status changes first: if the
   * process dies before the job is in, the sweep puts it in.
   */
  async admit(ownerId: string, conversationId: string): Promise<Conversation | null> {
    const now = this.clock.now();
    const row = await this.conversations.change(ownerId, conversationId, (current) =>
      current.status === 'in_progress' && !isEmptyRow(current)
        ? { status: 'processing', revision: current.revision + 1, rescues: 0, updated_at: now }
        : null,
    );
    if (!row) return null;
    await this.queue.enqueue(processConversation, { ownerId, conversationId, revision: row.revision });
    this.events.emit('conversation.processing-started', { ownerId, conversationId });
    return this.conversations.complete(ownerId, row);
  }

  /** Processing gave up: the conversation stays readable and says so. Its audio is stored all the same. */
  async fail(run: PipelineRun, failureCode: string): Promise<void> {
    const { ownerId, conversationId, revision } = run;
    const row = await this.conversations.changeHead(ownerId, conversationId, (current) =>
      current.status === 'processing' && current.revision === revision
        ? { status: 'failed', failure_code: failureCode, updated_at: this.clock.now() }
        : null,
    );
    if (!row) return;
    await this.queue.enqueue(storeConversationAudio, { ownerId, conversationId, revision });
    this.events.emit('conversation.failed', { ownerId, conversationId });
  }

  /** Removes a conversation in which nothing was said, if that is still so when it goes; its audio counts as silent. */
  private async dropIfEmpty(ownerId: string, conversationId: string): Promise<boolean> {
    const dropped = await this.conversations.deleteIfEmpty(ownerId, conversationId);
    if (!dropped) return false;
    await this.archive.settle(ownerId, conversationId, 'silent');
    for (const recording of this.live.ofConversation(ownerId, conversationId)) {
      recording.conversationDropped(conversationId);
    }
    return true;
  }
}
