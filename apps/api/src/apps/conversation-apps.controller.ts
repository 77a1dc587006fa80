import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConversationApps } from '#libs/apps';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { PromptSummary, SuggestedApps, TryPrompt } from './app.dto.js';

@ApiTags('apps')
@Controller('v1/conversations/:conversation_id')
export class ConversationAppsController {
  constructor(private readonly apps: ConversationApps) {}

  /** Apps whose summary suits the conversation, at most three. */
  @Get('suggested-apps')
  async suggested(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<SuggestedApps> {
    return { conversation_id: id, suggested_apps: await this.apps.suggested(ownerId, id) };
  }

  /** What a prompt would make of the conversation. Nothing of it is kept. 409 without a language model. */
  @Post('test-prompt')
  @HttpCode(HttpStatus.OK)
  @RateLimit('test:prompt')
  async tryPrompt(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { prompt }: TryPrompt,
  ): Promise<PromptSummary> {
    return { summary: await this.apps.tryPrompt(ownerId, id, prompt) };
  }
}
