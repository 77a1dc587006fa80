import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { People } from '#libs/accounts';
import { VoiceProfiles } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { PeopleView } from './people-view.js';
import { CreatePerson, PersonEntity, PersonNameQuery, PersonSamplesQuery } from './person.dto.js';

@ApiTags('people')
@Controller('v1/users/people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly view: PeopleView,
    private readonly voices: VoiceProfiles,
  ) {}

  /** Answers who has that name already, if somebody does. */
  @Post()
  @HttpCode(HttpStatus.OK)
  async create(@OwnerId() ownerId: string, @Body() { name }: CreatePerson): Promise<PersonEntity> {
    return this.view.of(ownerId, await this.people.create(ownerId, name), false);
  }

  @Get()
  list(
    @OwnerId() ownerId: string,
    @Query() { include_speech_samples = true }: PersonSamplesQuery,
  ): Promise<PersonEntity[]> {
    return this.view.list(ownerId, include_speech_samples);
  }

  @Get(':person_id')
  get(
    @OwnerId() ownerId: string,
    @Param('person_id') id: string,
    @Query() { include_speech_samples = false }: PersonSamplesQuery,
  ): Promise<PersonEntity> {
    return this.view.get(ownerId, id, include_speech_samples);
  }

  @Patch(':person_id/name')
  async rename(
    @OwnerId() ownerId: string,
    @Param('person_id') id: string,
    @Query() { value }: PersonNameQuery,
  ): Promise<StatusOk> {
    await this.people.rename(ownerId, id, value);
    return OK;
  }

  /** Everything that is known of the voice goes too. */
  @Delete(':person_id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async delete(@OwnerId() ownerId: string, @Param('person_id') id: string): Promise<void> {
    await this.voices.forget(ownerId, id);
    await this.people.delete(ownerId, id);
  }

  /** `sample_index`: place in `speech_samples`. */
  @Delete(':person_id/speech-samples/:sample_index')
  async deleteSample(
    @OwnerId() ownerId: string,
    @Param('person_id') id: string,
    @Param('sample_index', ParseIntPipe) index: number,
  ): Promise<StatusOk> {
    await this.voices.deleteSample(ownerId, id, index);
    return OK;
  }
}
