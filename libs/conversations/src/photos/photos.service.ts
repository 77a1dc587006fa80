import { Injectable } from '@nestjs/common';
import type { ConversationPhoto } from '#libs/contracts';
import { conversationNotFound } from '../lifecycle/finalizer.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { PhotoRepository } from './photo.repository.js';

/** Pictures of the owner's conversations. `not_found` CONVERSATION_NOT_FOUND. */
@Injectable()
export class PhotosService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly photos: PhotoRepository,
  ) {}

  /** In the order in which they were taken; one after the other, because all of them may be more than fits into memory. */
  async list(ownerId: string, conversationId: string): Promise<AsyncIterable<ConversationPhoto>> {
    if (!(await this.conversations.exists(ownerId, conversationId))) throw conversationNotFound(conversationId);
    return this.photos.all(ownerId, conversationId);
  }
}
