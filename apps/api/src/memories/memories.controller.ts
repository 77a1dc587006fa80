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
import { ApiTags } from '@nestjs/swagger';
import { Memory } from '#libs/contracts';
import { MemoriesService } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import { required } from '../http/required.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import {
  CreateMemories,
  CreateMemory,
  DeleteMemories,
  LedgerQuery,
  ListMemoriesQuery,
  MemoriesCreated,
  MemoryChanged,
  MemoryValue,
  pageOf,
  ReviewQuery,
  VisibilityValue,
} from './memory.dto.js';
import { visibilityOf } from './visibility.js';

@ApiTags('memories')
@Controller('v3/memories')
export class MemoriesController {
  constructor(private readonly memories: MemoriesService) {}

  /** Facts that hold now, best first: those that were replaced or rejected, or that wait for the owner's decision, are left out. */
  @Get()
  list(@OwnerId() ownerId: string, @Query() query: ListMemoriesQuery): Promise<Memory[]> {
    return this.memories.list(ownerId, pageOf(query));
  }

  /** Replaced, rejected and waiting ones too, newest first. */
  @Get('ledger-history')
  ledger(@OwnerId() ownerId: string, @Query() query: LedgerQuery): Promise<Memory[]> {
    return this.memories.ledger(ownerId, query);
  }

  @Get(':memory_id')
  get(@OwnerId() ownerId: string, @Param('memory_id') id: string): Promise<Memory> {
    return this.memories.get(ownerId, id);
  }

  /** What it replaced, itself, and what replaced it, oldest first. */
  @Get(':memory_id/history')
  history(@OwnerId() ownerId: string, @Param('memory_id') id: string): Promise<Memory[]> {
    return this.memories.history(ownerId, id);
  }

  /** The same words again are the same memory. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('memories:create')
  create(@OwnerId() ownerId: string, @Body() body: CreateMemory): Promise<Memory> {
    return this.memories.create(ownerId, body);
  }

  /** All or none. */
  @Post('batch')
  @HttpCode(HttpStatus.OK)
  @RateLimit('memories:batch')
  async createAll(@OwnerId() ownerId: string, @Body() body: CreateMemories): Promise<MemoriesCreated> {
    const { memories, createdCount } = await this.memories.createAll(ownerId, body.memories);
    return { memories, created_count: createdCount };
  }

  @Patch(':memory_id')
  @RateLimit('memories:modify')
  async update(
    @OwnerId() ownerId: string,
    @Param('memory_id') id: string,
    @Query() query: MemoryValue,
    @Body() body: MemoryValue,
  ): Promise<MemoryChanged> {
    const content = required('value', body.value ?? query.value);
    return { status: 'ok', memory: await this.memories.update(ownerId, id, content) };
  }

  @Patch(':memory_id/visibility')
  @RateLimit('memories:modify')
  async setVisibility(
    @OwnerId() ownerId: string,
    @Param('memory_id') id: string,
    @Query() query: VisibilityValue,
    @Body() body: VisibilityValue,
  ): Promise<StatusOk> {
    const visibility = visibilityOf(required('value', body.value ?? query.value));
    await this.memories.setVisibility(ownerId, id, visibility);
    return OK;
  }

  @Post(':memory_id/review')
  @HttpCode(HttpStatus.OK)
  @RateLimit('memories:modify')
  async review(
    @OwnerId() ownerId: string,
    @Param('memory_id') id: string,
    @Query() { value }: ReviewQuery,
  ): Promise<StatusOk> {
    await this.memories.review(ownerId, id, value);
    return OK;
  }

  /** All or none: when one is not there, nothing is deleted. */
  @Delete('batch')
  @RateLimit('memories:delete')
  async deleteMany(@OwnerId() ownerId: string, @Body() { ids }: DeleteMemories): Promise<StatusOk> {
    await this.memories.deleteMany(ownerId, ids);
    return OK;
  }

  /** What a conversation said does not come back when it is processed again. */
  @Delete(':memory_id')
  @RateLimit('memories:delete')
  async delete(@OwnerId() ownerId: string, @Param('memory_id') id: string): Promise<StatusOk> {
    await this.memories.delete(ownerId, id);
    return OK;
  }

  @Delete()
  @RateLimit('memories:delete_all')
  async deleteAll(@OwnerId() ownerId: string): Promise<StatusOk> {
    await this.memories.deleteAll(ownerId);
    return OK;
  }
}
