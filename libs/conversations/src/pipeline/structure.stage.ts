import { Injectable } from '@nestjs/common';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { PhotoRepository } from '../photos/photo.repository.js';
import type { PipelineRun } from './receipt.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** What a conversation without words is called. */
const PHOTOS_TITLE = 'Photos';
/** Of some thirty pictures. */
const MAX_OVERVIEW_CHARACTERS = 4_000;

/** Title, overview, tasks and appointments of a conversation that is kept. */
@Injectable()
export class StructureStage implements Stage {
  readonly name = 'structure';

  constructor(
    private readonly understanding: ConversationUnderstanding,
    private readonly photos: PhotoRepository,
  ) {}

  async run({ run, conversation, input, findings, signal }: StageContext): Promise<Findings> {
    if (findings.relevance?.verdict === 'discard') return {};
    if (input.turns.length > 0) return { structured: await this.understanding.structure(input, signal) };
    // Nothing was said: it was kept for its pictures, and says what is known of them.
    const overview = await this.describedPhotos(run);
    return { structured: { ...conversation.structured, title: PHOTOS_TITLE, overview } };
  }

  private async describedPhotos({ ownerId, conversationId }: PipelineRun): Promise<string> {
    const heads = await Array.fromAsync(this.photos.heads(ownerId, conversationId));
    const described = heads.filter(({ discarded }) => !discarded).map(({ description }) => description ?? '');
    return described.filter(Boolean).join(' ').slice(0, MAX_OVERVIEW_CHARACTERS);
  }
}
