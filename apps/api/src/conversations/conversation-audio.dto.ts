import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { DECODED_OPUS_RATE } from '#libs/transcription';
import type { ListedPiece } from '#libs/conversations';
import { audioPath } from './audio.dto.js';

export class ConversationAudioQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['wav', 'pcm'])
  format: 'wav' | 'pcm' = 'wav';
}

export class AudioPiecePath {
  @IsString()
  conversation_id!: string;

  @IsString()
  audio_file_id!: string;

  @IsString()
  piece_id!: string;
}

/** A piece of a conversation's sound, at most a minute of it unless an earlier version stored it. */
export class AudioPiece {
  id!: string;
  /** Seconds since the conversation's start, like the times of its segments; below zero for what was recorded right before its first word. */
  start!: number;
  end!: number;
  /** Path on this server, to be fetched with the same token; or, on the cloud profile, an address that anybody may fetch for an hour. */
  url!: string;
  content_type!: string;
  /** Bytes. */
  size!: number;
  /** Of a call, whose voice it is, as the device numbers them; null: everybody's. */
  channel!: number | null;
}

export class AudioPieces {
  pieces!: AudioPiece[];
}

export function audioPieceOf(conversationId: string, { sound, signedUrl }: ListedPiece): AudioPiece {
  const { blob, startSample, samples, channel } = sound;
  const seconds = (sample: number) => sample / DECODED_OPUS_RATE;
  return {
    id: blob.id,
    start: seconds(startSample),
    end: seconds(startSample + samples),
    url: signedUrl ?? piecePath(conversationId, blob.fileId, blob.id),
    content_type: blob.contentType,
    size: blob.sizeBytes,
    channel,
  };
}

function piecePath(conversationId: string, fileId: string, pieceId: string): string {
  if (fileId === pieceId) return `${audioPath(conversationId, fileId)}?format=original`;
  const ids = [fileId, pieceId].map(encodeURIComponent).join('/');
  return `/v1/conversations/${encodeURIComponent(conversationId)}/audio/pieces/${ids}`;
}
