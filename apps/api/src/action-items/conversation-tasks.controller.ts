import { Body, Controller, Delete, Get, HttpStatus, Param, Patch, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ConversationTasks } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { ConversationActionItems } from './action-item.dto.js';
import {
  DeleteActionItem,
  RenameActionItem,
  SetActionItemStates,
  StatusWord,
} from './conversation-tasks.dto.js';

const OK: StatusWord = Object.freeze({ status: 'Ok' });

/** The tasks of one conversation, as it shows them. They are those of the owner's list. */
@ApiTags('action items')
@Controller('v1/conversations/:conversation_id/action-items')
export class ConversationTasksController {
  constructor(private readonly tasks: ConversationTasks) {}

  @Get()
  async list(
    @OwnerId() ownerId: string,
    @Param('conversation_id') conversationId: string,
  ): Promise<ConversationActionItems> {
    return { action_items: await this.tasks.list(ownerId, conversationId), conversation_id: conversationId };
  }

  /** By place in the conversation's list; places that there are not are passed over. */
  @Patch()
  async setStates(
    @OwnerId() ownerId: string,
    @Param('conversation_id') conversationId: string,
    @Body() { items_idx: places, values }: SetActionItemStates,
  ): Promise<StatusWord> {
    const states = places.flatMap((index, at) =>
      values[at] === undefined ? [] : [{ index, completed: values[at] }],
    );
    await this.tasks.setCompleted(ownerId, conversationId, states);
    return OK;
  }

  /** By `old_description`; the place in the address plays no part. */
  @Patch(':action_item_idx')
  async rename(
    @OwnerId() ownerId: string,
    @Param('conversation_id') conversationId: string,
    @Body() { old_description: from, description: to }: RenameActionItem,
  ): Promise<StatusWord> {
    await this.tasks.rename(ownerId, conversationId, { from, to });
    return OK;
  }

  /** With a description that one task; without a body all of the conversation, answered with 204. */
  @Delete()
  @ApiOkResponse({ type: StatusWord })
  @ApiNoContentResponse()
  async delete(
    @OwnerId() ownerId: string,
    @Param('conversation_id') conversationId: string,
    @Body() body: DeleteActionItem | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StatusWord | undefined> {
    const description = body?.description;
    if (description === undefined) {
      await this.tasks.deleteAll(ownerId, conversationId);
      response.status(HttpStatus.NO_CONTENT);
      return undefined;
    }
    await this.tasks.delete(ownerId, conversationId, description);
    return OK;
  }
}
