import { Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SharedConversation } from '#libs/contracts';
import { SharedConversations } from '#libs/conversations';
import { OwnerId, Public } from '../auth/access.js';
import { ConversationChanged } from '../conversations/conversation.dto.js';
import { ConversationVisibilityQuery, PublicConversationsQuery } from './sharing.dto.js';

/** What owners let others see. */
@ApiTags('sharing')
@Controller('v1')
export class SharingController {
  constructor(private readonly shared: SharedConversations) {}

  /** Who may see the conversation. Private again, it is gone for everybody else with this answer. */
  @Patch('conversations/:conversation_id/visibility')
  async setVisibility(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { value }: ConversationVisibilityQuery,
  ): Promise<ConversationChanged> {
    return { status: 'Ok', conversation: await this.shared.setVisibility(ownerId, id, value) };
  }

  /** For anybody: a conversation that its owner shares. 404 while it is private. */
  @Public()
  @Get('conversations/:conversation_id/shared')
  get(@Param('conversation_id') id: string): Promise<SharedConversation> {
    return this.shared.get(id);
  }

  /** For anybody: what owners have published, newest first, without transcripts. */
  @Public()
  @Get('public-conversations')
  listPublic(@Query() query: PublicConversationsQuery): Promise<SharedConversation[]> {
    return this.shared.listPublic(query);
  }
}
