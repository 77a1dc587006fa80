import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FoldersService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { MoveConversation } from './folder.dto.js';
import { OK, StatusOk } from '../http/status.entity.js';

@ApiTags('folders')
@Controller('v1/conversations/:conversation_id/folder')
export class ConversationFolderController {
  constructor(private readonly folders: FoldersService) {}

  /** Puts a conversation into a folder, or out of it: there it stays, whatever is found out about it later. */
  @Patch()
  async move(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { folder_id }: MoveConversation,
  ): Promise<StatusOk> {
    await this.folders.file(ownerId, id, folder_id);
    return OK;
  }
}
