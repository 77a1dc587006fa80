import { Injectable } from '@nestjs/common';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** What a conversation without words is called. */
const PHOTOS_TITLE = 'Photos';

/** Title, overview, tasks and appointments of a conversation that is kept. */
@Injectable()
export class StructureStage implements Stage {
  readonly name = 'structure';

  constructor(private readonly understanding: ConversationUnderstanding) {}

  async run({ conversation, input, findings, signal }: StageContext): Promise<Findings> {
    if (findings.relevance?.verdict === 'discard') return {};
    // Nothing was said: it was kept for its pictures, and nobody may make up what they show.
    if (input.turns.length === 0) return { structured: { ...conversation.structured, title: PHOTOS_TITLE } };
    return { structured: await this.understanding.structure(input, signal) };
  }
}
