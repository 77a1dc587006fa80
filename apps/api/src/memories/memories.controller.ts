import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Memory } from '#libs/contracts';
import { MemoriesService } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import { required } from '../http/required.js';
import { OK, StatusOk } from '../http/status.entity.js';
import {
  CreateMemory,
  ListMemoriesQuery,
  MemoryChanged,
  MemoryValue,
  ReviewQuery,
  VisibilityValue,
} from './memory.dto.js';

@ApiTags('memories')
@Controller('v3/memories')
export class MemoriesController {
  constructor(private readonly memories: MemoriesService) {}

  /** Facts that hold now, best first: those that were replaced or rejected are left out. */
  @Get()
  list(@OwnerId() ownerId: string, @Query() query: ListMemoriesQuery): Promise<Memory[]> {
    return this.memories.list(ownerId, query);
  }

  @Get(':memory_id')
  get(@OwnerId() ownerId: string, @Param('memory_id') id: string): Promise<Memory> {
    return this.memories.get(ownerId, id);
  }

  @Post()
  create(@OwnerId() ownerId: string, @Body() body: CreateMemory): Promise<Memory> {
    return this.memories.create(ownerId, body);
  }

  @Patch(':memory_id')
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
  async setVisibility(
    @OwnerId() ownerId: string,
    @Param('memory_id') id: string,
    @Query() query: VisibilityValue,
    @Body() body: VisibilityValue,
  ): Promise<StatusOk> {
    await this.memories.setVisibility(ownerId, id, required('value', body.value ?? query.value));
    return OK;
  }

  @Post(':memory_id/review')
  async review(
    @OwnerId() ownerId: string,
    @Param('memory_id') id: string,
    @Query() { value }: ReviewQuery,
  ): Promise<StatusOk> {
    await this.memories.review(ownerId, id, value);
    return OK;
  }

  @Delete(':memory_id')
  async delete(@OwnerId() ownerId: string, @Param('memory_id') id: string): Promise<StatusOk> {
    await this.memories.delete(ownerId, id);
    return OK;
  }

  @Delete()
  async deleteAll(@OwnerId() ownerId: string): Promise<StatusOk> {
    await this.memories.deleteAll(ownerId);
    return OK;
  }
}
