import { Injectable } from '@nestjs/common';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Title, overview, tasks and appointments of a conversation that is kept. */
@Injectable()
export class StructureStage implements Stage {
  readonly name = 'structure';

  constructor(private readonly understanding: ConversationUnderstanding) {}

  async run({ input, findings, signal }: StageContext): Promise<Findings> {
    if (findings.relevance?.verdict === 'discard') return {};
    return { structured: await this.understanding.structure(input, signal) };
  }
}
