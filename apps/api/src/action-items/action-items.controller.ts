import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseArrayPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ActionItemsService, type ActionItemChange } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import {
  ActionItemPage,
  ActionItemsDeleted,
  ActionItemsUpdated,
  CompletedQuery,
  CreatedActionItems,
  FoundActionItems,
  ListActionItemsQuery,
  PendingSync,
  PlatformQuery,
  SearchActionItemsQuery,
  StoredActionItem,
} from './action-item.dto.js';
import {
  ArrangeActionItems,
  ChangeActionItem,
  CreateActionItem,
  DeleteActionItems,
  SyncActionItems,
} from './action-item-changes.dto.js';

@ApiTags('action items')
@Controller('v1/action-items')
export class ActionItemsController {
  constructor(private readonly actionItems: ActionItemsService) {}

  /** Tasks of all conversations, newest first; the nearest due first when they are filtered by that. */
  @Get()
  async list(@OwnerId() ownerId: string, @Query() query: ListActionItemsQuery): Promise<ActionItemPage> {
    const { limit, offset, completed, conversation_id: conversationId } = query;
    const dates = {
      startDate: query.start_date,
      endDate: query.end_date,
      dueStartDate: query.due_start_date,
      dueEndDate: query.due_end_date,
    };
    const filter = withoutUndefined({ completed, conversationId, ...dates });
    const { items, hasMore } = await this.actionItems.list(ownerId, filter, { limit, offset });
    return { action_items: items, has_more: hasMore };
  }

  /** By words and by meaning, best first. */
  @Get('search')
  async search(
    @OwnerId() ownerId: string,
    @Query() { query, limit }: SearchActionItemsQuery,
  ): Promise<FoundActionItems> {
    return { action_items: await this.actionItems.search(ownerId, query, limit) };
  }

  /** For a phone that keeps tasks in a list of its own: what it has still to take over, and what it has. */
  @Get('pending-sync')
  async pendingSync(@OwnerId() ownerId: string, @Query() { platform }: PlatformQuery): Promise<PendingSync> {
    const { pendingExport, synced } = await this.actionItems.syncState(ownerId, platform);
    return { pending_export: pendingExport, synced_items: synced };
  }

  /** What a phone did to tasks in its own list. Tasks that there are not are passed over. */
  @Patch('sync-batch')
  async sync(@OwnerId() ownerId: string, @Body() { items }: SyncActionItems): Promise<ActionItemsUpdated> {
    return this.updateAll(ownerId, items);
  }

  /** Order and indentation. Tasks that there are not are passed over. */
  @Patch('batch')
  async arrange(
    @OwnerId() ownerId: string,
    @Body() { items }: ArrangeActionItems,
  ): Promise<ActionItemsUpdated> {
    return this.updateAll(ownerId, items);
  }

  /** One after the other; what is there already is not put in twice. They begin open. */
  @Post('batch')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ type: [CreateActionItem] })
  async createMany(
    @OwnerId() ownerId: string,
    @Body(new ParseArrayPipe({ items: CreateActionItem, whitelist: true })) items: CreateActionItem[],
  ): Promise<CreatedActionItems> {
    const created: StoredActionItem[] = [];
    for (const item of items) {
      created.push(await this.actionItems.create(ownerId, { ...withoutUndefined(item), ...opened(item) }));
    }
    return { action_items: created, created_count: created.length };
  }

  @Post('batch-delete')
  @HttpCode(HttpStatus.OK)
  async deleteMany(
    @OwnerId() ownerId: string,
    @Body() { ids }: DeleteActionItems,
  ): Promise<ActionItemsDeleted> {
    const deleted = await this.actionItems.deleteMany(ownerId, ids);
    return { status: 'ok', deleted_count: deleted.length, deleted_ids: deleted };
  }

  /** The same words, however they are spelled, answer the task that is open already. */
  @Post()
  @HttpCode(HttpStatus.OK)
  create(@OwnerId() ownerId: string, @Body() item: CreateActionItem): Promise<StoredActionItem> {
    return this.actionItems.create(ownerId, { ...withoutUndefined(item), description: item.description });
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
    return this.actionItems.update(ownerId, id, changeOf(change));
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

  private async updateAll(
    ownerId: string,
    items: readonly (ChangeActionItem & { readonly id: string })[],
  ): Promise<ActionItemsUpdated> {
    const changes = items.map(({ id, ...change }) => ({ id, change: changeOf(change) }));
    const updated = await this.actionItems.updateMany(ownerId, changes);
    return { status: 'ok', updated_count: updated.length };
  }
}

function changeOf({ clear_due_at: clearDueAt, ...change }: ChangeActionItem): ActionItemChange {
  return { ...withoutUndefined(change), ...(clearDueAt ? { due_at: null } : {}) };
}

function opened({ description }: CreateActionItem) {
  return { description, completed: false };
}
