import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';

export const AUDIO_FORMATS = ['wav', 'pcm', 'original'] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

/** Where a recording is fetched, on this server and with the same token. */
export function audioPath(conversationId: string, fileId: string): string {
  return `/v1/sync/audio/${encodeURIComponent(conversationId)}/${encodeURIComponent(fileId)}`;
}

export class AudioFilePath {
  @IsString()
  conversation_id!: string;

  @IsString()
  audio_file_id!: string;
}

export class AudioFormatQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(AUDIO_FORMATS)
  format: AudioFormat = 'wav';
}

export class AudioUrl {
  id!: string;
  /** Always `cached`: recordings are stored ready to play. */
  status!: string;
  /** Path on this server, to be fetched with the same token; or, on the cloud profile, an address that anybody may fetch for an hour. */
  signed_url!: string;
  /** Seconds. */
  duration!: number;
}

export class AudioUrls {
  audio_files!: AudioUrl[];
}
