import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TaskConnections } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import {
  ChooseDefaultTaskIntegration,
  ConnectTaskIntegration,
  DefaultTaskIntegration,
  TaskIntegrationConnected,
  TaskIntegrations,
  toIntegration,
} from './task-integration.dto.js';

/** Where tasks are copied to. The one service that is connected is the default. */
@ApiTags('task integrations')
@Controller('v1/task-integrations')
export class TaskIntegrationsController {
  constructor(private readonly connections: TaskConnections) {}

  @Get()
  async list(@OwnerId() ownerId: string): Promise<TaskIntegrations> {
    const found = await this.connections.view(ownerId);
    return {
      integrations: found ? { [found.service]: toIntegration(found) } : {},
      default_app: found?.service ?? null,
    };
  }

  @Get('default')
  async default(@OwnerId() ownerId: string): Promise<DefaultTaskIntegration> {
    return { default_app: (await this.connections.view(ownerId))?.service ?? null };
  }

  @Put('default')
  async chooseDefault(
    @OwnerId() ownerId: string,
    @Body() { app_key: name }: ChooseDefaultTaskIntegration,
  ): Promise<DefaultTaskIntegration> {
    this.check(name);
    return this.default(ownerId);
  }

  /** Tries the service first: 403 when it refuses, 503 when it cannot be reached. */
  @Put(':app_key')
  async connect(
    @OwnerId() ownerId: string,
    @Param('app_key') name: string,
    @Body() { url, username, password, list_id: list }: ConnectTaskIntegration,
  ): Promise<TaskIntegrationConnected> {
    this.check(name);
    await this.connections.connect(ownerId, { url, username, password }, list ?? null);
    return { status: 'ok', app_key: name };
  }

  /** What was copied stays there. */
  @Delete(':app_key')
  @HttpCode(HttpStatus.NO_CONTENT)
  async disconnect(@OwnerId() ownerId: string, @Param('app_key') name: string): Promise<void> {
    this.check(name);
    await this.connections.disconnect(ownerId);
  }

  private check(name: string): void {
    if (name === this.connections.service) return;
    throw new AppError(
      'not_found',
      'TASK_SERVICE_UNKNOWN',
      `This server copies tasks to ${this.connections.service} only.`,
      { service: this.connections.service },
    );
  }
}
