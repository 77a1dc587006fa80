import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { TaskSharing } from '#libs/conversations';
import { Public } from '../auth/access.js';
import { nullWhenMissing } from './null-when-missing.js';
import { sendSharePage, sharedTasksPage } from './share-page.js';

@ApiTags('sharing')
@Controller('share/tasks')
export class SharedTasksPageController {
  constructor(private readonly sharing: TaskSharing) {}

  /** Shared tasks as a page to read. 404, as a page too, when the link has ended. */
  @Public()
  @Get(':token')
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' } })
  async show(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const shared = await this.sharing.get(token).catch(nullWhenMissing);
    sendSharePage(response, shared && sharedTasksPage(shared));
  }
}
