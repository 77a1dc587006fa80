import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActionItemsService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import {
  ActionItemPage,
  ChangeActionItem,
  ListActionItemsQuery,
  StoredActionItem,
} from './action-item.dto.js';
import { CompletedQuery } from './conversation.dto.js';

@ApiTags('action items')
@Controller('v1/action-items')
export class ActionItemsController {
  constructor(private readonly actionItems: ActionItemsService) {}

  /** Tasks of all conversations, those due first on top. */
  @Get()
  list(@OwnerId() ownerId: string, @Query() query: ListActionItemsQuery): Promise<ActionItemPage> {
    return this.actionItems.list(ownerId, query);
  }

  @Get(':action_item_id')
  get(@OwnerId() ownerId: string, @Param('action_item_id') id: string): Promise<StoredActionItem> {
    return this.actionItems.get(ownerId, id);
  }

  /** Changes the fields that are given; `due_at: null` takes the date away. */
  @Patch(':action_item_id')
  update(
    @OwnerId() ownerId: string,
    @Param('action_item_id') id: string,
    @Body() change: ChangeActionItem,
  ): Promise<StoredActionItem> {
    return this.actionItems.update(ownerId, id, change);
  }

  @Patch(':action_item_id/completed')
  complete(
    @OwnerId() ownerId: string,
    @Param('action_item_id') id: string,
    @Query() { completed }: CompletedQuery,
  ): Promise<StoredActionItem> {
    return this.actionItems.update(ownerId, id, { completed });
  }

  @Delete(':action_item_id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(@OwnerId() ownerId: string, @Param('action_item_id') id: string): Promise<void> {
    await this.actionItems.delete(ownerId, id);
  }
}
