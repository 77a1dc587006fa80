import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import { ConversationTasks } from '../action-items/conversation-tasks.js';
import { RecordingArchive } from '../audio/recording-archive.js';
import { LiveSessions } from '../live/live-sessions.js';

/**
 * Tells `DataLifecycle` where this lib leaves something of a conversation that its id's path and prefixes do not show. What lies below
 * them (the conversation's documents, its recordings, its place in search) the storage adapters find themselves.
 */
@Injectable()
export class ConversationParticipants implements OnModuleInit {
  constructor(
    private readonly actionItems: ActionItemsRepository,
    private readonly tasks: ConversationTasks,
    private readonly archive: RecordingArchive,
    private readonly sessions: LiveSessions,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'live recordings',
      closeOwner: (ownerId) => this.sessions.closeOwner(ownerId),
    });
    this.lifecycle.register({
      store: 'action items',
      deleteConversation: (ownerId, id) => this.tasks.purge(ownerId, id),
      countConversation: async (ownerId, id) => (await this.actionItems.ofConversation(ownerId, id)).length,
    });
    this.lifecycle.register({
      store: 'capture logs',
      deleteConversation: (ownerId, id) => this.archive.erase(ownerId, id),
      countConversation: (ownerId, id) => this.archive.countKept(ownerId, id),
    });
  }
}
