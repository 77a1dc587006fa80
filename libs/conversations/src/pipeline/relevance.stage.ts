import { Injectable } from '@nestjs/common';
import type { RelevanceDecision } from '#libs/contracts';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { reasonToKeep } from './reason-to-keep.rules.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Whether the conversation is worth keeping in sight. What its owner has said to that is not judged. */
@Injectable()
export class RelevanceStage implements Stage {
  readonly name = 'relevance';

  constructor(private readonly understanding: ConversationUnderstanding) {}

  async run({ head, input, signal }: StageContext): Promise<Findings> {
    const reason = reasonToKeep(head);
    if (reason) return { relevance: { verdict: 'keep', decided_by: 'policy', reason } };
    return { relevance: await this.judged(input, signal) };
  }

  /** Nobody who could judge is no reason to set anything aside. */
  private async judged(input: StageContext['input'], signal: AbortSignal): Promise<RelevanceDecision> {
    try {
      return await this.understanding.relevance(input, { signal });
    } catch {
      signal.throwIfAborted();
      return { verdict: 'keep', decided_by: 'policy', reason: 'model_error' };
    }
  }
}
