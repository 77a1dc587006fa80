import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { OWNER_VOICE, type ManualLabel } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { toBoolean } from '../http/query-values.js';

/** Clients write values as texts, whatever they mean. */
function toText({ value }: { value: unknown }): unknown {
  return typeof value === 'boolean' ? String(value) : value;
}

/** Whose voice it is. Not checked as an enumeration, because clients expect 400 for an unknown `assign_type`. */
export class AssignSpeaker {
  /** `is_user` or `person_id`. */
  @IsString()
  @MaxLength(50)
  assign_type!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      '`is_user`: whether it is the owner. `person_id`: who it is. Left out, null or the text `null`: nobody known.',
  })
  @IsOptional()
  @Transform(toText)
  @IsString()
  @MaxLength(200)
  value?: string | null;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Whether the voice may be learned from it. True unless told otherwise.',
  })
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  use_for_speech_training?: boolean;
}

export class AssignSegments extends AssignSpeaker {
  /** Ids of segments; `#index:N` names the N-th one of the conversation. */
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  segment_ids!: string[];
}

export class SegmentPath {
  @IsString()
  conversation_id!: string;

  /** Place in the conversation, from 0. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  segment_idx!: number;
}

export class SpeakerPath {
  @IsString()
  conversation_id!: string;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  speaker_id!: number;
}

const NO = new Set(['false', '0', '']);

/** Throws `invalid` ASSIGN_TYPE_INVALID. */
export function labelFrom({
  assign_type,
  value,
  use_for_speech_training: learn = true,
}: AssignSpeaker): ManualLabel {
  const named = value === undefined || value === null || value === 'null' ? '' : value;
  if (assign_type === 'is_user') return { personId: NO.has(named.toLowerCase()) ? null : OWNER_VOICE, learn };
  if (assign_type === 'person_id') return { personId: named === '' ? null : named, learn };
  throw new AppError('invalid', 'ASSIGN_TYPE_INVALID', 'Invalid assign type', {
    allowed: ['is_user', 'person_id'],
  });
}
