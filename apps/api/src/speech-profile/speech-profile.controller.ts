import {
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
  UploadedFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ConversationsService, OWNER_VOICE, VoiceProfiles } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { rangeOf, sendStream } from '../http/byte-range.js';
import { OK, StatusOk } from '../http/status.entity.js';
import {
  HasProfile,
  PersonQuery,
  ProfileStatus,
  ProfileUrl,
  SampleQuery,
  SpeechAvailability,
  UploadedVoice,
  VoiceVerification,
} from './speech-profile.dto.js';
import { SpeechReadiness } from './speech-readiness.js';
import { bytesOf, VoiceUpload, type UploadedBytes } from './voice-upload.js';
import { voiceUrl } from './voice-url.js';

/** How the owner sounds, and others whom the owner knows. */
@ApiTags('speech profile')
@Controller()
export class SpeechProfileController {
  constructor(
    private readonly voices: VoiceProfiles,
    private readonly conversations: ConversationsService,
    private readonly readiness: SpeechReadiness,
  ) {}

  @Get('v3/speech-profile')
  async exists(@OwnerId() ownerId: string): Promise<HasProfile> {
    return { has_profile: (await this.voices.own(ownerId)) !== null };
  }

  @Get('v4/speech-profile')
  async url(@OwnerId() ownerId: string): Promise<ProfileUrl> {
    const own = await this.voices.own(ownerId);
    return { url: own && voiceUrl(own) };
  }

  @Get('v3/speech-profile/status')
  async status(@OwnerId() ownerId: string): Promise<ProfileStatus> {
    const own = await this.voices.own(ownerId);
    const samples = await this.voices.samples(ownerId, OWNER_VOICE);
    return {
      has_profile: own !== null,
      duration_seconds: own?.print.duration_seconds ?? 0,
      sample_count: samples.length,
      url: own && voiceUrl(own),
    };
  }

  /** Whether speech can be turned into text, which recording a voice with an app needs. */
  @Get('v3/speech-profile/stt-availability')
  async availability(): Promise<SpeechAvailability> {
    return { available: await this.readiness.canTranscribe() };
  }

  /** A WAV of 16 kHz with 5 to 180 seconds of the owner's voice. Takes the place of the one before; one that is refused changes nothing. */
  @Post('v3/upload-audio')
  @HttpCode(HttpStatus.OK)
  @VoiceUpload()
  async upload(
    @OwnerId() ownerId: string,
    @UploadedFile() file: UploadedBytes | undefined,
    @Query() { person_id }: PersonQuery,
  ): Promise<UploadedVoice> {
    return { url: voiceUrl(await this.voices.record(ownerId, personOf(person_id), bytesOf(file))) };
  }

  /** How well a recording fits what is known of the voice. Nothing of it is kept. */
  @Post('v3/speech-profile/verify')
  @HttpCode(HttpStatus.OK)
  @VoiceUpload()
  async verify(
    @OwnerId() ownerId: string,
    @UploadedFile() file: UploadedBytes | undefined,
    @Query() { person_id }: PersonQuery,
  ): Promise<VoiceVerification> {
    const { distance, isMatch } = await this.voices.check(ownerId, personOf(person_id), bytesOf(file));
    return { distance, is_match: isMatch };
  }

  /** Forgets how the owner sounds, what was learned from conversations included. */
  @Delete('v3/speech-profile')
  async forget(@OwnerId() ownerId: string): Promise<StatusOk> {
    await this.voices.forget(ownerId, OWNER_VOICE);
    return OK;
  }

  /** Where all recordings of a voice are fetched. */
  @Get('v3/speech-profile/expand')
  async samples(@OwnerId() ownerId: string, @Query() { person_id }: PersonQuery): Promise<string[]> {
    return (await this.voices.samples(ownerId, personOf(person_id))).map(voiceUrl);
  }

  /** Forgets what was learned of a voice from one segment of a conversation. */
  @Delete('v3/speech-profile/expand')
  async deleteSample(@OwnerId() ownerId: string, @Query() query: SampleQuery): Promise<StatusOk> {
    const conversation = await this.conversations.get(ownerId, query.memory_id);
    const segment = conversation.transcript_segments[query.segment_idx];
    const place = { conversationId: conversation.id, segmentId: segment?.id ?? '' };
    await this.voices.forgetSegment(ownerId, personOf(query.person_id), place);
    return OK;
  }

  /** The recorded voice. */
  @Get('v3/speech-profile/samples/:sample_id')
  @ApiProduces('audio/wav')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async sound(
    @OwnerId() ownerId: string,
    @Param('sample_id') id: string,
    @Headers('range') range: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const sound = await this.voices.sound(ownerId, id);
    await sendStream(response, sound, rangeOf(range, sound.sizeBytes));
  }
}

function personOf(personId: string | undefined): string {
  return personId === undefined || personId === 'null' || personId === '' ? OWNER_VOICE : personId;
}
