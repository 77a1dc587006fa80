import { Injectable } from '@nestjs/common';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import type { PipelineRun } from './receipt.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Whether the conversation is worth keeping in sight. */
@Injectable()
export class RelevanceStage implements Stage {
  readonly name = 'relevance';

  constructor(
    private readonly understanding: ConversationUnderstanding,
    private readonly conversations: ConversationRepository,
  ) {}

  async run({ run, input, signal }: StageContext): Promise<Findings> {
    const relevance = await this.understanding.relevance(input, signal);
    // Whoever took pictures meant something by it.
    if (relevance.verdict === 'discard' && (await this.hasPhotos(run))) {
      return { relevance: { verdict: 'keep', decided_by: 'policy', reason: 'has_photos' } };
    }
    return { relevance };
  }

  private async hasPhotos({ ownerId, conversationId }: PipelineRun): Promise<boolean> {
    const head = await this.conversations.findHead(ownerId, conversationId);
    return (head?.photo_count ?? 0) > 0;
  }
}
