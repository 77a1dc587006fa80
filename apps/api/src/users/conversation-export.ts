import { Injectable } from '@nestjs/common';
import { ConversationsService, PhotosService } from '#libs/conversations';
import { audioPath } from '../conversations/audio.dto.js';
import type { ExportedConversation } from './account-export.dto.js';

/** Conversations with their pictures, and where to fetch their sound. */
@Injectable()
export class ConversationExport {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly photos: PhotosService,
  ) {}

  async *all(ownerId: string): AsyncGenerator<ExportedConversation> {
    for await (const conversation of this.conversations.all(ownerId)) {
      const { id } = conversation;
      const url = (fileId: string) => `${audioPath(id, fileId)}?format=original`;
      yield {
        ...conversation,
        photos: await Array.fromAsync(this.photos.all(ownerId, id)),
        audio_files: conversation.audio_files.map((file) => ({ ...file, url: url(file.id) })),
      };
    }
  }
}
