import { Injectable } from '@nestjs/common';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Whether the conversation is worth keeping in sight. */
@Injectable()
export class RelevanceStage implements Stage {
  readonly name = 'relevance';

  constructor(private readonly understanding: ConversationUnderstanding) {}

  async run({ input, signal }: StageContext): Promise<Findings> {
    return { relevance: await this.understanding.relevance(input, signal) };
  }
}
