import { Injectable } from '@nestjs/common';
import type { RelevanceDecision } from '#libs/contracts';
import { ModelSteps } from '../costs/model-steps.js';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { reasonToKeep } from './reason-to-keep.rules.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Whether the conversation is worth keeping in sight. What its owner has said to that is not judged. */
@Injectable()
export class RelevanceStage implements Stage {
  readonly name = 'relevance';

  constructor(
    private readonly understanding: ConversationUnderstanding,
    private readonly steps: ModelSteps,
  ) {}

  async run(context: StageContext): Promise<Findings> {
    const reason = reasonToKeep(context.head);
    if (reason) return { relevance: { verdict: 'keep', decided_by: 'policy', reason } };
    return { relevance: await this.judged(context) };
  }

  /** Nobody who could judge is no reason to set anything aside. */
  private async judged({ run, input, signal }: StageContext): Promise<RelevanceDecision> {
    try {
      return await this.understanding.relevance(input, { signal, runStep: this.steps.runnerOf(run) });
    } catch {
      signal.throwIfAborted();
      return { verdict: 'keep', decided_by: 'policy', reason: 'model_error' };
    }
  }
}
