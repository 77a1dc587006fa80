import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { FolderPlaces } from './folder-places.js';

/** Takes deleted conversations off the counts of their folders. */
@Injectable()
export class FolderParticipant implements OnModuleInit {
  constructor(
    private readonly places: FolderPlaces,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'folders',
      deleteConversation: async (ownerId, id) => Number(await this.places.uncount(ownerId, id)),
      countConversation: async (ownerId, id) => Number(await this.places.isCounted(ownerId, id)),
    });
  }
}
