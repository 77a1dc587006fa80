import { Injectable } from '@nestjs/common';
import { OwnerProfile, People } from '#libs/accounts';
import { AppEventBus, type AppEvents, type Conversation } from '#libs/contracts';
import { SerialQueue } from '#libs/kernel';
import { OWNER_VOICE } from '../speakers/speaker-label.js';
import { listed } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { LiveRecording } from './live-recording.js';
import { RecordingPool } from './recording-pool.js';

type ConversationNews = 'conversation.processing-started' | 'conversation.processed' | 'conversation.failed';

/** Tells devices that record now what becomes of their conversations elsewhere. */
@Injectable()
export class LiveNews {
  /** News of one owner are told one after the other, so that they arrive in order. */
  private readonly turns = new Map<string, SerialQueue>();

  constructor(
    private readonly pool: RecordingPool,
    private readonly conversations: ConversationRepository,
    private readonly people: People,
    private readonly profile: OwnerProfile,
    events: AppEventBus,
  ) {
    events.on('conversation.processing-started', (event) => {
      for (const recording of pool.ofOwner(event.ownerId)) recording.conversationEnded(event.conversationId);
      this.tellOfConversation(event, ({ view }, conversation) =>
        view.tell('memory_processing_started', { memory: { ...conversation, status: 'processing' } }),
      );
    });
    events.on('conversation.processed', (event) => {
      if (!event.isNew) return;
      this.tellOfConversation(event, ({ view }, memory) =>
        view.tell('memory_created', { memory, messages: [] }),
      );
    });
    events.on('conversation.failed', (event) =>
      this.tellOfConversation(event, ({ view }, conversation) =>
        view.tell('conversation_session', view.sessionEvent(conversation)),
      ),
    );
    events.on('speaker.suggested', (event) => this.suggest(event));
  }

  /** Reads the conversation if somebody is there to be told. */
  private tellOfConversation(
    { ownerId, conversationId }: AppEvents[ConversationNews],
    tell: (recording: LiveRecording, conversation: Conversation) => void,
  ): void {
    if (this.pool.told(ownerId).length === 0) return;
    this.inTurn(ownerId, conversationId, async () => {
      const found = await this.conversations.find(ownerId, conversationId);
      const conversation = found && listed(found);
      if (conversation) for (const recording of this.pool.told(ownerId)) tell(recording, conversation);
    });
  }

  private suggest(event: AppEvents['speaker.suggested']): void {
    const { ownerId, conversationId, personId } = event;
    if (this.pool.told(ownerId, conversationId).length === 0) return;
    this.inTurn(ownerId, conversationId, async () => {
      const name = await this.nameOf(ownerId, personId);
      if (name === null) return;
      for (const { view } of this.pool.told(ownerId, conversationId)) {
        view.suggestSpeaker({
          speaker_id: event.speakerId,
          person_id: personId,
          person_name: name,
          segment_id: event.segmentId,
        });
      }
    });
  }

  /** Null when there is no such person any more. */
  private async nameOf(ownerId: string, personId: string): Promise<string | null> {
    if (personId !== OWNER_VOICE) return this.people.nameOf(ownerId, personId);
    return (await this.profile.nameOf(ownerId)) ?? 'You';
  }

  private inTurn(ownerId: string, conversationId: string, task: () => Promise<void>): void {
    const queue = this.turns.get(ownerId) ?? new SerialQueue();
    this.turns.set(ownerId, queue);
    queue
      .run(task)
      .catch((error: unknown) => this.pool.report(conversationId, error))
      .finally(() => {
        if (queue.size === 0) this.turns.delete(ownerId);
      });
  }
}
