import { Injectable } from '@nestjs/common';
import { BlobStore, DataLifecycle, type LifecycleParticipant } from '#libs/storage';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import { RecordingArchive } from '../audio/recording-archive.js';
import { ConversationIndex } from '../search/conversation-index.js';
import { audioPrefix } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';

/** Tells `DataLifecycle` of every place where this lib leaves something of a conversation. */
@Injectable()
export class ConversationParticipants {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly actionItems: ActionItemsRepository,
    private readonly index: ConversationIndex,
    private readonly archive: RecordingArchive,
    private readonly blobs: BlobStore,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    for (const participant of this.participants()) this.lifecycle.register(participant);
  }

  private participants(): LifecycleParticipant[] {
    return [
      {
        store: 'conversations',
        deleteConversation: (ownerId, id) => this.conversations.deleteTree(ownerId, id),
        countConversation: (ownerId, id) => this.conversations.countTree(ownerId, id),
      },
      {
        store: 'action items',
        deleteConversation: (ownerId, id) => this.actionItems.deleteOfConversation(ownerId, id),
        countConversation: (ownerId, id) => this.actionItems.countOfConversation(ownerId, id),
      },
      {
        store: 'conversation search',
        deleteConversation: (ownerId, id) => this.index.remove(ownerId, id),
        countConversation: (ownerId, id) => this.index.count(ownerId, id),
      },
      {
        store: 'recordings',
        deleteConversation: (ownerId, id) => this.blobs.deleteByPrefix(audioPrefix(ownerId, id)),
        countConversation: (ownerId, id) => this.countRecordings(ownerId, id),
      },
      {
        store: 'capture logs',
        deleteConversation: (ownerId, id) => this.archive.erase(ownerId, id),
        countConversation: (ownerId, id) => this.archive.countKept(ownerId, id),
      },
    ];
  }

  private async countRecordings(ownerId: string, conversationId: string): Promise<number> {
    let count = 0;
    for await (const _blob of this.blobs.list(audioPrefix(ownerId, conversationId))) count += 1;
    return count;
  }
}
