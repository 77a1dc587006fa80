import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConversationPhoto } from '#libs/contracts';
import { PhotosService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';

@ApiTags('conversations')
@Controller('v1/conversations')
export class PhotosController {
  constructor(private readonly photos: PhotosService) {}

  /** The pictures taken in a conversation, in the order in which they were taken. */
  @Get(':conversation_id/photos')
  async list(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<ConversationPhoto[]> {
    return Array.fromAsync(await this.photos.list(ownerId, id));
  }
}
