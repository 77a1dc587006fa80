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
import { withoutUndefined } from '../http/query-values.js';
import { CompletedQuery } from './conversation.dto.js';

@ApiTags('action items')
@Controller('v1/action-items')
export class ActionItemsController {
  constructor(private readonly actionItems: ActionItemsService) {}

  /** Tasks of all conversations, newest first. */
  @Get()
  async list(@OwnerId() ownerId: string, @Query() query: ListActionItemsQuery): Promise<ActionItemPage> {
    const {
      limit,
      offset,
      completed,
      conversation_id: conversationId,
      start_date: startDate,
      end_date: endDate,
    } = query;
    const filter = withoutUndefined({ completed, conversationId, startDate, endDate });
    const { items, hasMore } = await this.actionItems.list(ownerId, filter, { limit, offset });
    return { action_items: items, has_more: hasMore };
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
    return this.actionItems.update(ownerId, id, withoutUndefined(change));
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
