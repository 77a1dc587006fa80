import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AppConfig } from '#libs/config';
import { TaskSharing } from '#libs/conversations';
import { OwnerId, Public } from '../auth/access.js';
import {
  AcceptSharedTasks,
  AcceptedTasks,
  SharedTasksView,
  ShareTasks,
  TaskLink,
} from './shared-tasks.dto.js';

@ApiTags('action items')
@Controller('v1/action-items')
export class SharedTasksController {
  constructor(
    private readonly sharing: TaskSharing,
    private readonly config: AppConfig,
  ) {}

  /** Makes a link to tasks, good for 30 days. It shows them as they are when somebody looks. */
  @Post('share')
  @HttpCode(HttpStatus.OK)
  async share(
    @OwnerId() ownerId: string,
    @Body() { task_ids: ids }: ShareTasks,
    @Req() request: Request,
  ): Promise<TaskLink> {
    const token = await this.sharing.share(ownerId, ids);
    const server = this.config.server.publicUrl ?? `${request.protocol}://${request.host}`;
    return { url: `${server}/share/tasks/${token}`, token };
  }

  /** For anybody with the link. */
  @Public()
  @Get('shared/:token')
  async get(@Param('token') token: string): Promise<SharedTasksView> {
    const { senderName, tasks } = await this.sharing.get(token);
    return { sender_name: senderName, tasks, count: tasks.length };
  }

  /** Copies them into one's own list, once. What is open there already is left out. */
  @Post('accept')
  @HttpCode(HttpStatus.OK)
  async accept(@OwnerId() ownerId: string, @Body() { token }: AcceptSharedTasks): Promise<AcceptedTasks> {
    const created = await this.sharing.accept(ownerId, token);
    return { created, count: created.length };
  }
}
