import { Injectable } from '@nestjs/common';
import type { ConversationPhoto } from '#libs/contracts';
import { opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { PhotoRepository } from './photo.repository.js';

/** Pictures of the owner's conversations, in the order in which they were taken; one after the other, because all may be more than fits into memory. */
@Injectable()
export class PhotosService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly photos: PhotoRepository,
  ) {}

  /** `not_found` CONVERSATION_NOT_FOUND; `locked` CONVERSATION_LOCKED. */
  async list(ownerId: string, conversationId: string): Promise<AsyncIterable<ConversationPhoto>> {
    opened(await this.conversations.findHead(ownerId, conversationId), conversationId);
    return this.photos.all(ownerId, conversationId);
  }

  /** None of a conversation that is not there; of a locked one too: for the owner's export. */
  all(ownerId: string, conversationId: string): AsyncIterable<ConversationPhoto> {
    return this.photos.all(ownerId, conversationId);
  }
}
