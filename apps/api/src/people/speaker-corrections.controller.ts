import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SpeakerCorrections, type SpeakerCorrection } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { CorrectionEntity, CorrectionsQuery } from './person.dto.js';

/** What people said of voices, and how to take it back. Stands before the routes of one person, whose ids look the same. */
@ApiTags('people')
@Controller('v1/users/people/corrections')
export class SpeakerCorrectionsController {
  constructor(private readonly corrections: SpeakerCorrections) {}

  /** Newest first. */
  @Get()
  async list(@OwnerId() ownerId: string, @Query() page: CorrectionsQuery): Promise<CorrectionEntity[]> {
    return (await this.corrections.list(ownerId, page)).map(shown);
  }

  /** Makes everything as it was before, what followed from it included. Twice is the same as once. */
  @Post(':correction_id/undo')
  @HttpCode(HttpStatus.OK)
  async undo(@OwnerId() ownerId: string, @Param('correction_id') id: string): Promise<StatusOk> {
    await this.corrections.undo(ownerId, id);
    return OK;
  }
}

function shown({
  id,
  created_at,
  conversation_id,
  person_id,
  undone_at,
}: SpeakerCorrection): CorrectionEntity {
  return { id, created_at, conversation_id, person_id, undone_at };
}
