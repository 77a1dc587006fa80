import { Injectable } from '@nestjs/common';
import { ConversationsService, PhotosService, SyncProgress } from '#libs/conversations';
import { audioPath } from '../conversations/audio.dto.js';
import { syncedRecordingOf, type SyncedRecording } from '../sync/sync.dto.js';
import type { ExportedConversation } from './account-export.dto.js';

/** Conversations with their pictures, and where to fetch their sound. */
@Injectable()
export class ConversationExport {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly photos: PhotosService,
    private readonly uploads: SyncProgress,
  ) {}

  /** Those that came as files. */
  async *recordings(ownerId: string): AsyncGenerator<SyncedRecording> {
    for await (const recording of this.uploads.recordingsOf(ownerId)) yield syncedRecordingOf(recording);
  }

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
