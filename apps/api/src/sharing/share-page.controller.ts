import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { SharedConversations } from '#libs/conversations';
import { Public } from '../auth/access.js';
import { nullWhenMissing } from './null-when-missing.js';
import { sendSharePage, sharePage } from './share-page.js';

@ApiTags('sharing')
@Controller('share')
export class SharePageController {
  constructor(private readonly shared: SharedConversations) {}

  /** A shared conversation as a page to read. 404, as a page too, while it is private. */
  @Public()
  @Get(':conversation_id')
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' } })
  async show(@Param('conversation_id') id: string, @Res() response: Response): Promise<void> {
    const shared = await this.shared.get(id).catch(nullWhenMissing);
    sendSharePage(response, shared && sharePage(shared));
  }
}
