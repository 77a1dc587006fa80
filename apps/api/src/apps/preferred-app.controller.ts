import { Controller, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppsService } from '#libs/apps';
import { OwnerId } from '../auth/access.js';
import { PreferredAppQuery, PreferredAppSet } from './app.dto.js';

@ApiTags('apps')
@Controller('v1/users/preferences/app')
export class PreferredAppController {
  constructor(private readonly apps: AppsService) {}

  /** The app that writes every summary for which no other is named. */
  @Put()
  async prefer(
    @OwnerId() ownerId: string,
    @Query() { app_id: id }: PreferredAppQuery,
  ): Promise<PreferredAppSet> {
    await this.apps.prefer(ownerId, id === '' ? null : id);
    return { status: 'ok', message: id === '' ? 'No app is preferred.' : 'The app is preferred.' };
  }
}
