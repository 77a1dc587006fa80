import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Conversation, Folder } from '#libs/contracts';
import { ConversationsService, FoldersService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import {
  BulkMoveConversations,
  ConversationsMoved,
  CreateFolder,
  DeleteFolderQuery,
  FolderConversationsQuery,
  ReorderFolders,
  UpdateFolder,
} from './folder.dto.js';
import { folderChangeOf } from './folder-change.js';

@ApiTags('folders')
@Controller('v1/folders')
export class FoldersController {
  constructor(
    private readonly folders: FoldersService,
    private readonly conversations: ConversationsService,
  ) {}

  /** In their order. Whoever asks for the first time has Work, Personal and Social. */
  @Get()
  list(@OwnerId() ownerId: string): Promise<Folder[]> {
    return this.folders.list(ownerId);
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  create(@OwnerId() ownerId: string, @Body() request: CreateFolder): Promise<Folder> {
    return this.folders.create(ownerId, request);
  }

  /** Those that are not named come after these, as they were. */
  @Post('reorder')
  @HttpCode(HttpStatus.OK)
  async reorder(@OwnerId() ownerId: string, @Body() { folder_ids }: ReorderFolders): Promise<StatusOk> {
    await this.folders.reorder(ownerId, folder_ids);
    return OK;
  }

  @Get(':folder_id')
  get(@OwnerId() ownerId: string, @Param('folder_id') id: string): Promise<Folder> {
    return this.folders.get(ownerId, id);
  }

  @Patch(':folder_id')
  update(
    @OwnerId() ownerId: string,
    @Param('folder_id') id: string,
    @Body() request: UpdateFolder,
  ): Promise<Folder> {
    return this.folders.update(ownerId, id, folderChangeOf(request));
  }

  /** Deletes the folder and none of its conversations. */
  @Delete(':folder_id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async delete(
    @OwnerId() ownerId: string,
    @Param('folder_id') id: string,
    @Query() { move_to_folder_id: moveTo }: DeleteFolderQuery,
  ): Promise<void> {
    await this.folders.delete(ownerId, id, moveTo ?? null);
  }

  /** Newest first. */
  @Get(':folder_id/conversations')
  async listConversations(
    @OwnerId() ownerId: string,
    @Param('folder_id') folderId: string,
    @Query() { limit, offset, include_discarded: includeDiscarded }: FolderConversationsQuery,
  ): Promise<Conversation[]> {
    await this.folders.get(ownerId, folderId);
    return this.conversations.list(ownerId, {
      folderId,
      statuses: ['processing', 'completed'],
      includeDiscarded,
      limit,
      offset,
    });
  }

  /** Conversations that are not there are passed over. */
  @Post(':folder_id/conversations/bulk-move')
  @HttpCode(HttpStatus.OK)
  async moveMany(
    @OwnerId() ownerId: string,
    @Param('folder_id') folderId: string,
    @Body() { conversation_ids }: BulkMoveConversations,
  ): Promise<ConversationsMoved> {
    return { status: 'ok', moved_count: await this.folders.fileMany(ownerId, conversation_ids, folderId) };
  }
}
