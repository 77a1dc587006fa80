import { Injectable } from '@nestjs/common';
import { AppEventBus, type AppEvents, type TranscriptSegment } from '#libs/contracts';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ClientView } from './client-view.js';
import { RecordingPool } from './recording-pool.js';

/** Shows devices that record now what was changed of the words of their conversations. */
@Injectable()
export class SegmentNews {
  constructor(
    private readonly pool: RecordingPool,
    private readonly conversations: ConversationRepository,
    events: AppEventBus,
  ) {
    events.on('segments.changed', (event) =>
      this.show(event, (view, segments) => view.showSegments(segments)),
    );
    events.on('segments.translated', (event) =>
      this.show(event, (view, segments) => view.tell('translating', { segments })),
    );
  }

  /** Reads and tells while nothing is added to the conversation: what was read must not come after something newer. */
  private show(
    { ownerId, conversationId, segmentIds }: AppEvents['segments.changed' | 'segments.translated'],
    tell: (view: ClientView, segments: TranscriptSegment[]) => void,
  ): void {
    const ids = new Set(segmentIds);
    for (const recording of this.pool.told(ownerId, conversationId)) {
      recording.inTurn(async () => {
        const conversation = await this.conversations.find(ownerId, conversationId);
        const segments = (conversation?.transcript_segments ?? []).filter(({ id }) => ids.has(id));
        if (segments.length > 0 && recording.conversationId === conversationId)
          tell(recording.view, segments);
      });
    }
  }
}
