import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, IsOptional, IsString, Min } from 'class-validator';
import { Conversation } from '#libs/contracts';
import type { SplitPoint } from '#libs/conversations';
import { RequestInvalid } from '../http/validation.js';

/** One of the two. */
export class SplitConversation {
  /** The first segment of the new conversation. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  segment_id?: string;

  /** Seconds since the start: the new conversation begins with the first segment from there on. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  @Min(0)
  at_seconds?: number;
}

export class ConversationSplit {
  /** Always `ok`. */
  status!: string;
  /** The one that stays, and the one that is new; both are being processed. */
  conversations!: Conversation[];
}

export function splitPointOf({ segment_id, at_seconds }: SplitConversation): SplitPoint {
  if (segment_id !== undefined) return { segmentId: segment_id };
  if (at_seconds !== undefined) return { atSeconds: at_seconds };
  const msg = 'segment_id or at_seconds is required';
  throw new RequestInvalid([{ loc: ['request', 'segment_id'], msg, type: 'required' }]);
}
