import { Body, Controller, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Conversation } from '#libs/contracts';
import { SpeakerLabels } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { AssignSegments, AssignSpeaker, labelFrom, SegmentPath, SpeakerPath } from './speaker-labels.dto.js';

/** Who speaks, as people say it. Nothing that is recognized later changes what is said here. */
@ApiTags('conversations')
@Controller('v1/conversations/:conversation_id')
export class SpeakerLabelsController {
  constructor(private readonly labels: SpeakerLabels) {}

  /** Of several segments. 409 when some of them were joined with others meanwhile. */
  @Patch('segments/assign-bulk')
  assignSegments(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Body() request: AssignSegments,
  ): Promise<Conversation> {
    return this.labels.assignSegments(ownerId, id, request.segment_ids, labelFrom(request));
  }

  /** Of one segment. */
  @Patch('segments/:segment_idx/assign')
  assignSegment(
    @OwnerId() ownerId: string,
    @Param() { conversation_id: id, segment_idx }: SegmentPath,
    @Query() request: AssignSpeaker,
  ): Promise<Conversation> {
    return this.labels.assignSegmentAt(ownerId, id, segment_idx, labelFrom(request));
  }

  /** Of everything that a voice says in the conversation, now and later. */
  @Patch('assign-speaker/:speaker_id')
  assignSpeaker(
    @OwnerId() ownerId: string,
    @Param() { conversation_id: id, speaker_id }: SpeakerPath,
    @Query() request: AssignSpeaker,
  ): Promise<Conversation> {
    return this.labels.assignSpeaker(ownerId, id, speaker_id, labelFrom(request));
  }
}
