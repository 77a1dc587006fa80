import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiPartialContentResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AudioService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { rangeOf, sendStream } from '../http/byte-range.js';
import {
  AudioPiecePath,
  AudioPieces,
  audioPieceOf,
  ConversationAudioQuery,
} from './conversation-audio.dto.js';

const BINARY = { type: 'string', format: 'binary' } as const;

/** The sound of a whole conversation, on the clock of its segments. */
@ApiTags('audio')
@Controller('v1/conversations')
export class ConversationAudioController {
  constructor(private readonly audio: AudioService) {}

  /**
   * All of it as one file, 16 kHz mono: second t is second t since `started_at`. Silence where nothing was recorded; the voices of a call
   * together. Byte ranges work, and only what a range touches is decoded.
   */
  @Get(':conversation_id/audio')
  @ApiProduces('audio/wav', 'application/octet-stream')
  @ApiOkResponse({ description: 'All of it.', schema: BINARY })
  @ApiPartialContentResponse({ description: 'The bytes that `Range` asked for.', schema: BINARY })
  async stream(
    @OwnerId() ownerId: string,
    @Param('conversation_id') id: string,
    @Query() { format }: ConversationAudioQuery,
    @Headers('range') range: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const sound = await this.audio.openConversation(ownerId, id, format);
    await sendStream(response, sound, rangeOf(range, sound.sizeBytes));
  }

  /** What the sound is stored in, for players that fetch and decode Opus themselves. */
  @Get(':conversation_id/audio/pieces')
  async pieces(@OwnerId() ownerId: string, @Param('conversation_id') id: string): Promise<AudioPieces> {
    const pieces = await this.audio.pieces(ownerId, id);
    return { pieces: pieces.map((piece) => audioPieceOf(id, piece)) };
  }

  /** One piece, as stored. */
  @Get(':conversation_id/audio/pieces/:audio_file_id/:piece_id')
  @ApiProduces('audio/ogg')
  @ApiOkResponse({ description: 'All of it.', schema: BINARY })
  @ApiPartialContentResponse({ description: 'The bytes that `Range` asked for.', schema: BINARY })
  async piece(
    @OwnerId() ownerId: string,
    @Param() path: AudioPiecePath,
    @Headers('range') range: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const { conversation_id: id, audio_file_id: fileId, piece_id: pieceId } = path;
    const sound = await this.audio.openPiece(ownerId, id, fileId, pieceId);
    await sendStream(response, sound, rangeOf(range, sound.sizeBytes));
  }
}
