import { Injectable } from '@nestjs/common';
import {
  armDailySummary,
  extractMemories,
  indexConversation,
  saveActionItems,
  storeConversationAudio,
  trackGoals,
  type Conversation,
  type JobDefinition,
} from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { amountsOf } from '../costs/amounts.rules.js';
import { ConversationUsage } from '../costs/conversation-usage.js';
import { TranslationRequests } from '../translation/translation-requests.js';
import type { Findings, Stage, StageContext } from './stage.js';
import type { PipelineRun } from './receipt.js';

/** What happens to every conversation, and what only to one that was kept. */
// One that was set aside is found by whoever asks for those too.
const ALWAYS: readonly JobDefinition<PipelineRun>[] = [
  storeConversationAudio,
  saveActionItems,
  indexConversation,
];
const WHEN_KEPT: readonly JobDefinition<PipelineRun>[] = [extractMemories, trackGoals, armDailySummary];

/** All of it. */
export const EFFECTS: readonly JobDefinition<PipelineRun>[] = [...ALWAYS, ...WHEN_KEPT];

/** Counts what was recorded, and puts in the work that follows: a job each, so that one may fail and be repeated without touching the others. */
@Injectable()
export class EffectsStage implements Stage {
  readonly name = 'effects';

  constructor(
    private readonly queue: JobQueue,
    private readonly translations: TranslationRequests,
    private readonly usage: ConversationUsage,
  ) {}

  async run({ run, conversation, findings }: StageContext): Promise<Findings> {
    const { ownerId, conversationId, revision } = run;
    for (const definition of effectsOf(conversation, findings)) {
      await this.queue.enqueue(definition, { ownerId, conversationId, revision });
    }
    const { transcript_segments: segments, structured } = conversation;
    await this.usage.count(ownerId, conversation, amountsOf(segments, findings.structured ?? structured));
    // It was asked for while it went on; a crash may have forgotten the last of it.
    if (!conversation.is_locked) await this.translations.put(ownerId, conversationId, conversation.language);
    return {};
  }
}

/** Of a locked conversation nothing is to be found elsewhere: its sound is stored, and all else follows when it is processed again without the lock. */
function effectsOf({ is_locked: isLocked }: Conversation, { relevance }: Findings) {
  if (isLocked) return [storeConversationAudio];
  return relevance?.verdict === 'discard' ? ALWAYS : EFFECTS;
}
