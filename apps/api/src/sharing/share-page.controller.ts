import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SharedConversation } from '#libs/contracts';
import { SharedConversations } from '#libs/conversations';
import { toAppError } from '#libs/kernel';
import { Public } from '../auth/access.js';
import { missingSharePage, SHARE_PAGE_HEADERS, sharePage } from './share-page.js';

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
    response.status(shared ? 200 : 404).set(SHARE_PAGE_HEADERS);
    response.send(shared ? sharePage(shared) : missingSharePage());
  }
}

function nullWhenMissing(thrown: unknown): SharedConversation | null {
  if (toAppError(thrown).kind === 'not_found') return null;
  throw thrown;
}
