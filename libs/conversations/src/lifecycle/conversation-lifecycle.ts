import { Injectable } from '@nestjs/common';
import {
  AppEventBus,
  indexConversation,
  processConversation,
  storeConversationAudio,
  type Conversation,
  type JobDefinition,
} from '#libs/contracts';
import { Clock, isRetryable, type AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { RecordingArchive } from '../audio/recording-archive.js';
import { LiveRegistry } from '../live/live-registry.js';
import type { PipelineRun } from '../pipeline/receipt.js';
import { PROCESSING_TRIGGERS, type ProcessingTrigger } from '../pipeline/trigger.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { isEmptyRow, type ConversationHead } from '../store/conversation-row.js';
import type { MeetingContext } from './meeting-context.js';
import { demandOver } from './over.rules.js';
import { processingOrder } from './processing-order.rules.js';
import { provisionalTitle } from './provisional-title.rules.js';

export type Ending = 'processing' | 'dropped' | 'not_in_progress';

export interface ReprocessOptions {
  /** The app that is to write its summary from now on; null: none in particular. Left out: as it was. */
  readonly appId?: string | null;
  /** The language that was spoken, where the conversation was taken for another. */
  readonly languageCode?: string;
}

/** How conversations leave `in_progress`, and how they come to be processed again. */
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
    if (await this.admit(ownerId, conversationId, 'capture_end')) return 'processing';
    return (await this.dropIfEmpty(ownerId, conversationId)) ? 'dropped' : 'not_in_progress';
  }

  /**
   * Hands a conversation over to processing; null when it is not in progress or nothing was said in it. The status changes first: if the
   * process dies before the job is in, the sweep puts it in. `meeting`: what its client knows of it.
   */
  async admit(
    ownerId: string,
    conversationId: string,
    trigger: ProcessingTrigger,
    meeting?: MeetingContext,
  ): Promise<Conversation | null> {
    const now = this.clock.now();
    const row = await this.conversations.change(ownerId, conversationId, (current) =>
      current.status === 'in_progress' && !isEmptyRow(current)
        ? { ...processingOrder(current, trigger, now), ...knownAs(current, meeting) }
        : null,
    );
    if (!row) return null;
    await this.handOver(ownerId, row);
    return this.conversations.complete(ownerId, row);
  }

  /**
   * Has a conversation that is over processed once more. Asking again while that goes on changes nothing, unless the new reason says more
   * than the one that it goes on for. Null when there is none; `conflict` CONVERSATION_NOT_OVER while it is recorded or merged.
   */
  async reprocess(
    ownerId: string,
    conversationId: string,
    trigger: ProcessingTrigger,
    { languageCode, appId }: ReprocessOptions = {},
  ): Promise<ConversationHead | null> {
    const now = this.clock.now();
    const changed = await this.conversations.changeHead(ownerId, conversationId, (current) => {
      demandOver(current);
      if (goesOnFor(current, trigger) && !namesAnotherApp(current, appId)) return null;
      const language = languageCode === undefined ? {} : { language: languageCode };
      return { ...processingOrder(current, trigger, now), ...language, ...withApp(current, appId) };
    });
    if (!changed) return this.conversations.findHead(ownerId, conversationId);
    await this.handOver(ownerId, changed);
    return changed;
  }

  /** Sets aside what its owner finds trivial. Null when there is none; `conflict` CONVERSATION_NOT_OVER. */
  async discard(ownerId: string, conversationId: string): Promise<ConversationHead | null> {
    const now = this.clock.now();
    const head = await this.conversations.changeHead(ownerId, conversationId, (current) => {
      demandOver(current);
      const relevance_decision = { verdict: 'discard', decided_by: 'owner', reason: 'owner' } as const;
      return { discarded: true, restored_at: null, relevance_decision, updated_at: now };
    });
    if (head)
      await this.queue.enqueue(indexConversation, { ownerId, conversationId, revision: head.revision });
    return head;
  }

  /** Puts in the job of a row that `processingOrder` was written into. Harmless when it is in already. */
  async handOver(ownerId: string, head: ConversationHead): Promise<void> {
    const run = { ownerId, conversationId: head.id, revision: head.revision };
    const { delayMs } = PROCESSING_TRIGGERS[head.processing_trigger ?? 'capture_end'];
    await this.queue.enqueue(processConversation, run, { delayMs });
    if (head.first_completed_revision === undefined) {
      this.events.emit('conversation.processing-started', { ownerId, conversationId: head.id });
    }
  }

  /** An attempt at processing begins: counts it. Null when nothing is to be done for this revision any more. */
  async begin(
    { ownerId, conversationId, revision }: PipelineRun,
    attempt: number,
  ): Promise<ConversationHead | null> {
    return this.conversations.changeHead(ownerId, conversationId, (current) =>
      current.status !== 'completed' && current.revision === revision
        ? { processing_attempts: attempt }
        : null,
    );
  }

  /**
   * Processing gave up. What was said stays readable, can be found and heard, and says why there is no summary; results of an earlier revision
   * stay what they are.
   */
  async fail(run: PipelineRun, error: AppError): Promise<void> {
    const { ownerId, conversationId, revision } = run;
    const conversation = await this.conversations.find(ownerId, conversationId);
    if (!conversation) return;
    const row = await this.conversations.changeHead(ownerId, conversationId, (current) =>
      current.status === 'processing' && current.revision === revision
        ? { ...failedFields(current, conversation, error), updated_at: this.clock.now() }
        : null,
    );
    if (!row) return;
    for (const effect of WHEN_FAILED) await this.queue.enqueue(effect, { ownerId, conversationId, revision });
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

/** What a conversation that could not be understood gets all the same. */
const WHEN_FAILED: readonly JobDefinition<PipelineRun>[] = [storeConversationAudio, indexConversation];

function failedFields(
  head: ConversationHead,
  conversation: Conversation,
  error: AppError,
): Partial<ConversationHead> {
  const why = { failure_code: error.code, summary_retryable: isRetryable(error) };
  const { structured, first_completed_revision: firstCompleted } = head;
  if (firstCompleted !== undefined && structured.title !== '') return { ...why, status: 'completed' };
  const title = structured.title || provisionalTitle(conversation, (head.photo_count ?? 0) > 0);
  return { ...why, status: 'failed', discarded: false, structured: { ...structured, title } };
}

function knownAs(head: ConversationHead, meeting: MeetingContext | undefined): Partial<ConversationHead> {
  if (!meeting) return {};
  return { external_data: { ...head.external_data, calendar_meeting_context: meeting } };
}

/** Whoever names an app wants its words, also in place of those that the owner wrote into an earlier summary. */
function withApp(
  { user_edits }: ConversationHead,
  appId: string | null | undefined,
): Partial<Pick<ConversationHead, 'requested_app_id' | 'user_edits'>> {
  if (appId === undefined) return {};
  if (appId === null || !user_edits?.app_result) return { requested_app_id: appId };
  const others = { ...user_edits };
  delete others.app_result;
  return { requested_app_id: appId, user_edits: others };
}

function namesAnotherApp(head: ConversationHead, appId: string | null | undefined): boolean {
  return typeof appId === 'string' && head.requested_app_id !== appId;
}

/** Whether what is asked for is being done already: of its owner's wishes the first is enough, changed words need a run of their own. */
function goesOnFor(head: ConversationHead, trigger: ProcessingTrigger): boolean {
  if (head.status !== 'processing' || !REPEATABLE.includes(trigger)) return false;
  return PROCESSING_TRIGGERS[head.processing_trigger ?? 'capture_end'].relevance === 'keep';
}

/** Triggers that change no words. */
const REPEATABLE: readonly ProcessingTrigger[] = ['user_reprocess', 'restore'];
