import { Injectable } from '@nestjs/common';
import { ConversationRepository } from '#libs/conversations';
import { extractsOf } from '../imports/log-extracts.rules.js';
import { ImportRepository } from '../imports/import.repository.js';
import type { SourceSegments } from './memory-checks.rules.js';

/** The words that memories say they rest on, as they are now. */
@Injectable()
export class SourceTexts {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly imports: ImportRepository,
  ) {}

  /** Null when the source is gone. */
  async find(ownerId: string, sourceId: string): Promise<SourceSegments | null> {
    const [importId, extract] = sourceId.split(':');
    if (extract !== undefined) return this.ofImport(ownerId, importId!);
    const conversation = await this.conversations.find(ownerId, sourceId);
    if (!conversation) return null;
    return new Map(conversation.transcript_segments.map(({ id, text, speaker }) => [id, { text, speaker }]));
  }

  private async ofImport(ownerId: string, importId: string): Promise<SourceSegments | null> {
    const log = await this.imports.find(ownerId, importId);
    if (!log) return null;
    const lines = extractsOf(log.text, null).flat();
    return new Map(lines.map(({ segmentIds, text, speaker }) => [segmentIds[0]!, { text, speaker }]));
  }
}
