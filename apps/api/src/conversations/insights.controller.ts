import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { analyticsOf, ConversationsService, Topics } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { ConversationAnalytics, NameTopic, TopicView } from './insights.dto.js';

@ApiTags('conversations')
@Controller('v1/conversations')
export class InsightsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly topics: Topics,
  ) {}

  /** What a transcript is about. Nothing of it is kept. */
  @Post('topic')
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:topic')
  topic(@OwnerId() ownerId: string, @Body() { transcript }: NameTopic): Promise<TopicView> {
    return this.topics.of(ownerId, transcript);
  }

  /** Who talked how long and how much. */
  @Get(':conversation_id/analytics')
  async analytics(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
  ): Promise<ConversationAnalytics> {
    const { transcript_segments: segments } = await this.conversations.get(ownerId, id);
    const { speakers, total } = analyticsOf(segments);
    return {
      conversation_id: id,
      speakers: [...speakers],
      total_talk_time_seconds: total.talk_time_seconds,
      total_word_count: total.word_count,
      words_per_minute: total.words_per_minute,
    };
  }
}
