import { Injectable } from '@nestjs/common';
import type { Conversation, ConversationPhoto } from '#libs/contracts';
import { AppError, Clock, deterministicId, newId } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { PhotoRepository } from '../photos/photo.repository.js';
import { ClientConversationRepository } from '../store/client-conversation.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { type ConversationRow } from '../store/conversation-row.js';

/** A conversation that comes as a whole, ready to be written. */
export interface NewWhole {
  readonly row: ConversationRow;
  readonly photos?: readonly ConversationPhoto[];
}

/** Stores conversations that come as a whole: each once, all of it or nothing, and none again that its owner has deleted. */
@Injectable()
export class CreatedConversations {
  constructor(
    private readonly store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly photos: PhotoRepository,
    private readonly clientNames: ClientConversationRepository,
    private readonly lifecycle: ConversationLifecycle,
    private readonly clock: Clock,
  ) {}

  /** The id that a sender's name for a conversation stands for; without a name a new one. */
  idFor(ownerId: string, clientKey: string | undefined): string {
    return clientKey === undefined ? newId() : deterministicId('conversation', 'created', ownerId, clientKey);
  }

  /**
   * Durable when it answers, and on its way to processing. One that is there already is answered as it is. `conflict`
   * CONVERSATION_WAS_DELETED.
   */
  async put(ownerId: string, whole: NewWhole): Promise<Conversation> {
    const { id } = whole.row;
    const isNew = await this.store.transaction(async (transaction) => {
      if (await this.conversations.readRow(transaction, ownerId, id)) return false;
      if (await this.clientNames.read(transaction, ownerId, id)) throw wasDeleted(id);
      this.write(transaction, ownerId, whole);
      return true;
    });
    if (isNew) await this.lifecycle.handOver(ownerId, whole.row);
    return this.get(ownerId, id);
  }

  /** `conflict` CONVERSATION_WAS_DELETED when somebody was quicker. */
  async get(ownerId: string, id: string): Promise<Conversation> {
    const conversation = await this.conversations.find(ownerId, id);
    if (!conversation) throw wasDeleted(id);
    return conversation;
  }

  private write(transaction: DocumentTransaction, ownerId: string, { row, photos = [] }: NewWhole): void {
    const { transcript_segments } = row;
    this.conversations.createIn(transaction, ownerId, { ...row, transcript_segments: [] });
    if (transcript_segments.length > 0) {
      this.conversations.transcripts.rewrite(transaction, ownerId, row, { transcript_segments });
    }
    for (const photo of photos) this.photos.createIn(transaction, ownerId, row.id, photo);
    const used = { conversation_id: row.id, updated_at: this.clock.now() };
    this.clientNames.write(transaction, ownerId, row.id, used);
  }
}

function wasDeleted(id: string): AppError {
  return new AppError(
    'conflict',
    'CONVERSATION_WAS_DELETED',
    'This conversation was created before and deleted since. Send it under another name if it is to come back.',
    { id },
  );
}
