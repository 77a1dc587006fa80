import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { AppEventBus, type Conversation } from '#libs/contracts';
import { ConversationRepository } from '../store/conversation.repository.js';
import { PipelineStages } from './pipeline-stages.js';
import type { PipelineRun } from './receipt.js';
import { ReceiptsRepository } from './receipts.repository.js';
import type { Findings } from './stage.js';
import { transcriptInputOf } from './transcript-input.rules.js';

/** Brings a conversation from `processing` to `completed`, stage by stage; a stage whose receipt stands is not run again. */
@Injectable()
export class ConversationPipeline {
  constructor(
    private readonly stages: PipelineStages,
    private readonly receipts: ReceiptsRepository,
    private readonly conversations: ConversationRepository,
    private readonly profile: OwnerProfile,
    private readonly events: AppEventBus,
  ) {}

  /** Does nothing when the conversation is gone or a newer revision took over. */
  async run(run: PipelineRun, signal: AbortSignal): Promise<void> {
    const { ownerId, conversationId } = run;
    const conversation = await this.conversations.find(ownerId, conversationId);
    if (!conversation || !isDue(conversation, run)) return;
    const input = transcriptInputOf(conversation, {
      timeZone: await this.profile.timeZoneOf(ownerId),
      ownerName: await this.profile.nameOf(ownerId),
    });
    let findings: Findings = {};
    for (const stage of this.stages.inOrder) {
      signal.throwIfAborted();
      const context = { run, conversation, input, findings, signal };
      findings = { ...findings, ...(await this.receipts.once(run, stage.name, () => stage.run(context))) };
    }
    this.events.emit('conversation.processed', { ownerId, conversationId });
  }
}

/** A completed one is run again too: the last attempt may have died before its effects were put in. */
function isDue(conversation: Conversation, run: PipelineRun): boolean {
  return conversation.revision === run.revision && conversation.status !== 'in_progress';
}
