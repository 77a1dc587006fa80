import { Body, Controller, Delete, Get, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ChatService } from '#libs/chat';
import { Message } from '#libs/contracts';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { streamFrames } from './frame-stream.js';
import { ListMessagesQuery, SendMessage } from './message.dto.js';

@ApiTags('chat')
@Controller('v2/messages')
export class MessagesController {
  constructor(private readonly chat: ChatService) {}

  /** Asks a question. The answer streams as frames `think: …`, `data: …` and at last `done: <base64 of the ResponseMessage>` (docs/protocol-chat.md). */
  @Post()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'A stream of frames.', schema: { type: 'string' } })
  @RateLimit('chat:send_message')
  ask(@OwnerId() ownerId: string, @Body() body: SendMessage, @Res() response: Response): Promise<void> {
    return streamFrames(response, (signal) =>
      this.chat.ask(
        ownerId,
        { text: body.text, ...(body.time_zone ? { timeZone: body.time_zone } : {}) },
        signal,
      ),
    );
  }

  /** Newest first. */
  @Get()
  history(@OwnerId() ownerId: string, @Query() query: ListMessagesQuery): Promise<Message[]> {
    return this.chat.history(ownerId, query);
  }

  /** Forgets the whole chat, then greets. */
  @Delete()
  clear(@OwnerId() ownerId: string): Promise<Message> {
    return this.chat.clear(ownerId);
  }
}
