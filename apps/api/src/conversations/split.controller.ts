import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SplitsService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { ConversationSplit, SplitConversation, splitPointOf } from './split.dto.js';

@ApiTags('conversations')
@Controller('v1/conversations/:conversation_id/split')
export class SplitController {
  constructor(private readonly splits: SplitsService) {}

  /** Makes two of one, with what was said, heard and seen on either side. Merging puts them together again. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:split')
  async split(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() request: SplitConversation,
  ): Promise<ConversationSplit> {
    return { status: 'ok', conversations: await this.splits.split(ownerId, id, splitPointOf(request)) };
  }
}
