import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { ApiBadRequestResponse, ApiTags } from '@nestjs/swagger';
import { TaskConnections } from '#libs/conversations';
import { AppError, toAppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import {
  ChooseDefaultTaskIntegration,
  ConnectTaskIntegration,
  CreateRemoteTask,
  DefaultTaskIntegration,
  RemoteTaskCreated,
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

  /** Puts a task into that service alone. What goes wrong there is told in the answer. 404 when it is not connected. */
  @Post(':app_key/tasks')
  @HttpCode(HttpStatus.OK)
  async addTask(
    @OwnerId() ownerId: string,
    @Param('app_key') name: string,
    @Body() { title, description, due_date: dueAt }: CreateRemoteTask,
  ): Promise<RemoteTaskCreated> {
    this.check(name);
    const task = { title, description: description ?? null, dueAt: dueAt ?? null };
    return this.connections.addTask(ownerId, task).then(
      (id) => ({ success: true, external_task_id: id, error: null }),
      (thrown: unknown) => ({ success: false, external_task_id: null, error: failureThere(thrown).message }),
    );
  }

  /** Refused: services here are reached with a name and a password, not by OAuth. */
  @Get(':app_key/oauth-url')
  @ApiBadRequestResponse()
  oauthUrl(@Param('app_key') name: string): never {
    this.check(name);
    throw new AppError(
      'invalid',
      'TASK_SERVICE_WITHOUT_OAUTH',
      `Connect ${name} with PUT /v1/task-integrations/${name}: its address, your name there and a password.`,
    );
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

/** What that service, or the way to it, is to blame for. */
function failureThere(thrown: unknown): AppError {
  const error = toAppError(thrown);
  const isThere =
    error.kind === 'unavailable' || error.kind === 'forbidden' || error.code === 'TASK_LIST_MISSING';
  if (isThere) return error;
  throw error;
}
