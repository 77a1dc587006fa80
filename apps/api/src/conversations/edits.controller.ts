import { Body, Controller, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConversationEdits } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import { ConversationChanged, StarredQuery } from './conversation.dto.js';
import {
  DescribeConversation,
  MarkEvents,
  marksOf,
  TitleQuery,
  UpdateSegmentText,
  UpdateSummary,
} from './edits.dto.js';

/** What owners correct. Nothing that is found out later overwrites it. */
@ApiTags('conversations')
@Controller('v1/conversations/:conversation_id')
export class EditsController {
  constructor(private readonly edits: ConversationEdits) {}

  /** Title, overview, emoji and category; what is left out stays. */
  @Patch()
  async describe(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() request: DescribeConversation,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.describe(ownerId, id, withoutUndefined(request)));
  }

  @Patch('title')
  async rename(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { title }: TitleQuery,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.describe(ownerId, id, { title }));
  }

  /** The conversation's own summary, or the one that an app has written. */
  @Patch('summary')
  async writeSummary(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { app_id, content }: UpdateSummary,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.writeSummary(ownerId, id, { appId: app_id ?? null, content }));
  }

  /** The words of one segment. */
  @Patch('segments/text')
  async writeSegment(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() { segment_id, text }: UpdateSegmentText,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.writeSegment(ownerId, id, segment_id, text));
  }

  /** Which appointments are in a calendar. Places that are not in the list are passed over. */
  @Patch('events')
  async markEvents(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() request: MarkEvents,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.markEvents(ownerId, id, marksOf(request)));
  }

  @Patch('starred')
  async star(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { starred }: StarredQuery,
  ): Promise<ConversationChanged> {
    return changed(await this.edits.setStarred(ownerId, id, starred));
  }
}

function changed(conversation: ConversationChanged['conversation']): ConversationChanged {
  return { status: 'Ok', conversation };
}
