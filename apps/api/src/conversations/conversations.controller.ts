import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ConversationProcessing, ConversationsService, ProcessingProgress } from '#libs/conversations';
import { Conversation, type TranscriptSegment } from '#libs/contracts';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { filterOf } from './conversation-filter.js';
import {
  ConversationEnded,
  Count,
  CountConversationsQuery,
  FinalizationState,
  ListConversationsQuery,
  ProcessConversationRequest,
  RecordingState,
  ReprocessQuery,
} from './conversation.dto.js';

@ApiTags('conversations')
@Controller('v1/conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly processing: ConversationProcessing,
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

  /** What was said, by the recognizer that heard it. */
  @Get(':conversation_id/transcripts')
  async transcripts(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
  ): Promise<Partial<Record<string, TranscriptSegment[]>>> {
    const { transcript_segments: segments } = await this.conversations.get(ownerId, id);
    return Object.groupBy(segments, ({ stt_provider: provider }) => provider ?? 'unknown');
  }

  @Get(':conversation_id/recording')
  async recording(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<RecordingState> {
    const { audio_files: files } = await this.conversations.get(ownerId, id);
    return { has_recording: files.length > 0 };
  }

  /** Ends the conversation in progress now and waits until it is processed. 404 when there is none. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:create')
  async endCurrent(
    @OwnerId() ownerId: string,
    @Body() { calendar_meeting_context: meeting }: ProcessConversationRequest,
  ): Promise<ConversationEnded> {
    return ended(await this.processing.finalizeCurrent(ownerId, meeting ?? undefined));
  }

  /** Ends this conversation now; answers it in `processing` as soon as that is durable, and one that has ended already as it is. */
  @Post(':conversation_id/finalize')
  @HttpCode(HttpStatus.OK)
  async finalize(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { calendar_meeting_context: meeting }: ProcessConversationRequest,
  ): Promise<ConversationEnded> {
    return ended(await this.processing.finalize(ownerId, id, meeting ?? undefined));
  }

  /** Has it understood anew, and kept if it was set aside. Until that is done, and if it fails, it keeps the results that it has. */
  @Post(':conversation_id/reprocess')
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:reprocess')
  reprocess(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { language_code: languageCode, app_id: appId }: ReprocessQuery,
  ): Promise<Conversation> {
    return this.processing.reprocess(ownerId, id, withoutUndefined({ languageCode, appId }));
  }

  /** How far the conversation has come, and which work is still to be done for it. 404 while it was never handed over. */
  @Get(':conversation_id/finalization')
  async finalization(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
  ): Promise<FinalizationState> {
    const state = await this.progress.of(ownerId, id);
    return {
      job_id: state.jobId,
      conversation_id: id,
      status: state.status,
      conversation_status: state.conversationStatus,
      terminal: state.terminal,
      retryable: state.isRetryable,
      attempt_count: state.attempts,
      task_retry_count: Math.max(0, state.attempts - 1),
      pending: [...state.pending],
      failure_code: state.failureCode,
    };
  }

  /** Deletes it everywhere: transcript, audio, tasks, memories that rest on nothing else, and its place in search. */
  @Delete(':conversation_id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async delete(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<void> {
    await this.conversations.delete(ownerId, id);
  }
}

/** Old clients read `memory`, new ones `conversation`. */
function ended(conversation: Conversation): ConversationEnded {
  return { conversation, memory: conversation, messages: [] };
}
