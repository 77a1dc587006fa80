import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { RecordingArchive } from '../audio/recording-archive.js';
import { LiveSessions } from '../live/live-sessions.js';

/**
 * Tells `DataLifecycle` where this lib leaves something of a conversation that its id's path and prefixes do not show. What lies below
 * them (the conversation's documents, its recordings, its place in search) the storage adapters find themselves.
 */
@Injectable()
export class ConversationParticipants implements OnModuleInit {
  constructor(
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
      store: 'capture logs',
      deleteConversation: (ownerId, id) => this.archive.erase(ownerId, id),
      countConversation: (ownerId, id) => this.archive.countKept(ownerId, id),
    });
  }
}
