import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MergesService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { MergeConversations, MergeProgressView, MergeStarted, progressOf, startedOf } from './merge.dto.js';

/** Conversations that become one. For a day that can be taken back. */
@ApiTags('conversations')
@Controller('v1/conversations')
export class MergeController {
  constructor(private readonly merges: MergesService) {}

  /** Begins; `merge_completed` follows. The conversations go when the merge is confirmed, by their owner or after a day. */
  @Post('merge')
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:merge')
  async begin(
    @OwnerId() ownerId: string,
    @Body() { conversation_ids }: MergeConversations,
  ): Promise<MergeStarted> {
    return startedOf(await this.merges.begin(ownerId, conversation_ids));
  }

  /** How far the merge is that made this conversation. */
  @Get(':conversation_id/merge')
  async get(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<MergeProgressView> {
    return progressOf(await this.merges.get(ownerId, id));
  }

  /** The conversations as they were; what they were merged into goes, with what was changed in it. */
  @Post(':conversation_id/merge/undo')
  @HttpCode(HttpStatus.OK)
  async undo(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<MergeProgressView> {
    return progressOf(await this.merges.undo(ownerId, id));
  }

  /** For good, without waiting for the day to pass. */
  @Post(':conversation_id/merge/confirm')
  @HttpCode(HttpStatus.OK)
  async confirm(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
  ): Promise<MergeProgressView> {
    return progressOf(await this.merges.confirm(ownerId, id));
  }
}
