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
import { AppsService } from '#libs/apps';
import { App, AppCard } from '#libs/contracts';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { AppUpload, changedAppOf, newAppOf } from './app-form.js';
import { AppCreated, AppForm, AppQuery, ChangedApp, NewApp } from './app.dto.js';

/** Apps that write summaries: those that come with the server, and those that an owner writes for himself. */
@ApiTags('apps')
@Controller('v1/apps')
export class AppsController {
  constructor(private readonly apps: AppsService) {}

  /** Those that come with the server first. */
  @Get()
  list(@OwnerId() ownerId: string): Promise<AppCard[]> {
    return this.apps.list(ownerId);
  }

  /** Ids of those that the owner has enabled. */
  @Get('enabled')
  async enabled(@OwnerId() ownerId: string): Promise<string[]> {
    return [...(await this.apps.enabled(ownerId))];
  }

  /** It may run where it suits, without being named. */
  @Post('enable')
  @HttpCode(HttpStatus.OK)
  async enable(@OwnerId() ownerId: string, @Query() { app_id: id }: AppQuery): Promise<StatusOk> {
    await this.apps.enable(ownerId, id);
    return OK;
  }

  /** It runs only where it is named. */
  @Post('disable')
  @HttpCode(HttpStatus.OK)
  async disable(@OwnerId() ownerId: string, @Query() { app_id: id }: AppQuery): Promise<StatusOk> {
    await this.apps.disable(ownerId, id);
    return OK;
  }

  /** A private app of one's own. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @AppUpload(NewApp)
  async create(@OwnerId() ownerId: string, @Body() form: AppForm): Promise<AppCreated> {
    return { status: 'ok', app_id: await this.apps.create(ownerId, await newAppOf(form)) };
  }

  @Get(':app_id')
  get(@OwnerId() ownerId: string, @Param('app_id') id: string): Promise<App> {
    return this.apps.get(ownerId, id);
  }

  /** What is left out stays. 403 for one that comes with the server. */
  @Patch(':app_id')
  @AppUpload(ChangedApp)
  async update(
    @OwnerId() ownerId: string,
    @Param('app_id') id: string,
    @Body() form: AppForm,
  ): Promise<StatusOk> {
    await this.apps.update(ownerId, id, await changedAppOf(form));
    return OK;
  }

  /** What it has written stays. 403 for one that comes with the server. */
  @Delete(':app_id')
  async delete(@OwnerId() ownerId: string, @Param('app_id') id: string): Promise<StatusOk> {
    await this.apps.delete(ownerId, id);
    return OK;
  }
}
