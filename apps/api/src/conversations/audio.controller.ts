import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiPartialContentResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AudioService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { rangeOf, sendStream } from '../http/byte-range.js';
import { AudioFilePath, AudioFormatQuery, audioPath, AudioUrls } from './audio.dto.js';

@ApiTags('audio')
@Controller('v1/sync/audio')
export class AudioController {
  constructor(private readonly audio: AudioService) {}

  /** The recordings of a conversation and where to fetch them. */
  @Get(':conversation_id/urls')
  async urls(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<AudioUrls> {
    const addresses = await this.audio.addresses(ownerId, id);
    return {
      audio_files: addresses.map(({ file, signedUrl }) => ({
        id: file.id,
        status: 'cached',
        signed_url: signedUrl ?? audioPath(id, file.id),
        duration: file.duration,
      })),
    };
  }

  /** The recorded sound. `wav` and `pcm` are 16 kHz mono; `original` is what is stored. Byte ranges work on all three. */
  @Get(':conversation_id/:audio_file_id')
  @ApiProduces('audio/wav', 'audio/ogg', 'application/octet-stream')
  @ApiOkResponse({ description: 'All of it.', schema: { type: 'string', format: 'binary' } })
  @ApiPartialContentResponse({
    description: 'The bytes that `Range` asked for.',
    schema: { type: 'string', format: 'binary' },
  })
  async stream(
    @OwnerId() ownerId: string,
    @Param() path: AudioFilePath,
    @Query() { format }: AudioFormatQuery,
    @Headers('range') range: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const sound = await this.audio.open(ownerId, path.conversation_id, path.audio_file_id, format);
    await sendStream(response, sound, rangeOf(range, sound.sizeBytes));
  }
}
