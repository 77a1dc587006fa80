import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
  UploadedFiles,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  ConversationCreation,
  ConversationEdits,
  ConversationProcessing,
  ConversationsService,
} from '#libs/conversations';
import { CATEGORIES, type Category, type Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import { filterOf } from '../conversations/conversation-filter.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { aboutOf, textOf, transcriptOf } from './created-content.js';
import {
  ChangeDevConversation,
  CreatedConversation,
  CreateFromImages,
  CreateFromSegments,
  CreateFromText,
  DevConversation,
  DevGetQuery,
  DevListQuery,
  Success,
} from './dev-conversation.dto.js';
import { DevView } from './dev-view.js';
import { imagesOf, ImagesUpload, type UploadedImage } from './image-upload.js';

/** Conversations for programs of their owner. */
@ApiTags('developer')
@Controller('v1/dev/user/conversations')
export class DevConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly creation: ConversationCreation,
    private readonly processing: ConversationProcessing,
    private readonly edits: ConversationEdits,
    private readonly view: DevView,
  ) {}

  /** Newest first, without those that were judged trivial. */
  @Get()
  async list(@OwnerId() ownerId: string, @Query() query: DevListQuery): Promise<DevConversation[]> {
    const { limit, offset, include_transcript: withTranscript, ...filter } = query;
    const wanted = filterOf({
      ...filter,
      statuses: ['completed'],
      categories: categoriesOf(filter.categories),
      include_discarded: false,
    });
    const found = await this.conversations.list(ownerId, { ...wanted, limit, offset });
    return this.view.of(ownerId, found, withTranscript);
  }

  @Get(':conversation_id')
  async get(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { include_transcript: withTranscript }: DevGetQuery,
  ): Promise<DevConversation> {
    return this.shown(ownerId, await this.conversations.get(ownerId, id), withTranscript);
  }

  /** From a text. Answered when it is processed, or as it is after half a minute. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('dev:conversations')
  async createFromText(
    @OwnerId() ownerId: string,
    @Body() request: CreateFromText,
  ): Promise<CreatedConversation> {
    return this.created(ownerId, await this.creation.fromText(ownerId, textOf(request)));
  }

  /** From what another recognizer heard. Answered when it is processed, or as it is after half a minute. */
  @Post('from-segments')
  @HttpCode(HttpStatus.OK)
  @RateLimit('dev:conversations')
  async createFromSegments(
    @OwnerId() ownerId: string,
    @Body() request: CreateFromSegments,
  ): Promise<CreatedConversation> {
    return this.created(ownerId, await this.creation.fromSegments(ownerId, transcriptOf(request)));
  }

  /** From pictures, JPEGs, five megabytes together. Answered when it is processed, or as it is after half a minute. */
  @Post('from-images')
  @HttpCode(HttpStatus.OK)
  @ImagesUpload()
  @RateLimit('dev:conversations')
  async createFromImages(
    @OwnerId() ownerId: string,
    @Body() request: CreateFromImages,
    @UploadedFiles() files?: UploadedImage[],
  ): Promise<CreatedConversation> {
    const album = { images: imagesOf(files), ...aboutOf(request) };
    return this.created(ownerId, await this.creation.fromImages(ownerId, album));
  }

  /** Changes what is given: the title, and whether it is set aside. */
  @Patch(':conversation_id')
  async update(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { title, discarded }: ChangeDevConversation,
  ): Promise<DevConversation> {
    if (title !== undefined) await this.edits.describe(ownerId, id, { title });
    if (discarded !== undefined) await this.processing.setDiscarded(ownerId, id, discarded);
    return this.shown(ownerId, await this.conversations.get(ownerId, id), false);
  }

  /** As the owner's own deletion: everywhere. */
  @Delete(':conversation_id')
  async delete(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<Success> {
    await this.conversations.delete(ownerId, id);
    return { success: true };
  }

  private async created(ownerId: string, conversation: Conversation): Promise<CreatedConversation> {
    const { id, status, discarded } = await this.creation.whenProcessed(ownerId, conversation);
    return { id, status, discarded };
  }

  private async shown(
    ownerId: string,
    conversation: Conversation,
    withTranscript: boolean,
  ): Promise<DevConversation> {
    const [shown] = await this.view.of(ownerId, [conversation], withTranscript);
    return shown!;
  }
}

/** 400 for one that there is not, as the reference has it. */
function categoriesOf(named: readonly string[]): Category[] {
  return named.map((name) => {
    const category = CATEGORIES.find((known) => known === name);
    if (category) return category;
    throw new AppError('invalid', 'CATEGORY_UNKNOWN', 'One of these categories does not exist.', {
      known: [...CATEGORIES],
    });
  });
}
