import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ConversationsService, ProcessingProgress } from '#libs/conversations';
import { Conversation } from '#libs/contracts';
import { OwnerId } from '../auth/access.js';
import {
  ConversationChanged,
  ConversationEnded,
  Count,
  CountConversationsQuery,
  FinalizationState,
  ListConversationsQuery,
  StarredQuery,
  TitleQuery,
  filterOf,
} from './conversation.dto.js';

@ApiTags('conversations')
@Controller('v1/conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly progress: ProcessingProgress,
  ) {}

  /** Newest first. The end is reached when fewer than `limit` come. */
  @Get()
  list(@OwnerId() ownerId: string, @Query() query: ListConversationsQuery): Promise<Conversation[]> {
    return this.conversations.list(ownerId, { ...filterOf(query), limit: query.limit, offset: query.offset });
  }

  @Get('count')
  async count(@OwnerId() ownerId: string, @Query() query: CountConversationsQuery): Promise<Count> {
    return { count: await this.conversations.count(ownerId, filterOf(query)) };
  }

  @Get(':conversation_id')
  get(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<Conversation> {
    return this.conversations.get(ownerId, id);
  }

  /** Ends the conversation in progress now and waits until it is processed. 404 when there is none. */
  @Post()
  @HttpCode(HttpStatus.OK)
  async endCurrent(@OwnerId() ownerId: string): Promise<ConversationEnded> {
    const conversation = await this.conversations.finalizeCurrent(ownerId);
    return { conversation, memory: conversation, messages: [] };
  }

  /** Ends this conversation now; answers it in `processing` as soon as that is durable. */
  @Post(':conversation_id/finalize')
  @HttpCode(HttpStatus.OK)
  finalize(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<Conversation> {
    return this.conversations.finalize(ownerId, id);
  }

  /** How far the conversation has come, and which work is still to be done for it. */
  @Get(':conversation_id/finalization')
  async finalization(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
  ): Promise<FinalizationState> {
    const { status, failureCode, pending, terminal } = await this.progress.of(ownerId, id);
    return { conversation_id: id, status, terminal, pending: [...pending], failure_code: failureCode };
  }

  @Patch(':conversation_id/title')
  async rename(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { title }: TitleQuery,
  ): Promise<ConversationChanged> {
    return { status: 'Ok', conversation: await this.conversations.updateTitle(ownerId, id, title) };
  }

  @Patch(':conversation_id/starred')
  async star(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { starred }: StarredQuery,
  ): Promise<ConversationChanged> {
    return { status: 'Ok', conversation: await this.conversations.setStarred(ownerId, id, starred) };
  }

  /** Deletes it everywhere: transcript, audio, tasks, memories that rest on nothing else, and its place in search. */
  @Delete(':conversation_id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async delete(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<void> {
    await this.conversations.delete(ownerId, id);
  }
}
