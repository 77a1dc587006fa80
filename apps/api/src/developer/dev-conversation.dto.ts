import { ApiHideProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  CONVERSATION_SOURCES,
  Conversation,
  TranscriptSegment,
  type ConversationSource,
} from '#libs/contracts';
import { TEXT_SOURCES, type TextSource } from '#libs/conversations';
import { IsLaterThan } from '../http/later-than.js';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';
import { toList } from '../http/query-values.js';
import { OwnerGeolocation } from '../users/geolocation.dto.js';

/** A day of talk, seconds. */
const MAX_SECONDS = 24 * 60 * 60;
/** Source of the limits below: specification of the data shapes, CreateConversationRequest and its neighbours. */
const MAX_TEXT = 100_000;
const MAX_SEGMENTS = 500;
const MAX_SEGMENT_TEXT = 10_000;
const MAX_TITLE = 500;

export class DevListQuery {
  @OptionalDate()
  start_date?: Date;

  @OptionalDate()
  end_date?: Date;

  /** Comma-separated, at most 20. */
  @ApiPropertyOptional({ type: String, example: 'work,family' })
  @IsOptional()
  @Transform(toList)
  @IsString({ each: true })
  categories: string[] = [];

  @PageLimit(1000)
  limit: number = 25;

  @PageOffset()
  offset: number = 0;

  @OptionalFlag()
  include_transcript: boolean = false;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  folder_id?: string;

  @OptionalFlag()
  starred?: boolean;
}

export class DevGetQuery {
  @OptionalFlag()
  include_transcript: boolean = false;
}

/** What every conversation that is sent as a whole may say of itself. */
class CreatedFields {
  /** Now, if it is left out. */
  @OptionalDate()
  started_at?: Date;

  /** Five minutes after the start, or with the last segment, if it is left out. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  @IsLaterThan('started_at')
  finished_at?: Date;

  @ApiPropertyOptional({ type: String, default: 'en' })
  @IsOptional()
  @Matches(/^(?:multi|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$/, { message: 'language is no language code' })
  language?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => OwnerGeolocation)
  geolocation?: OwnerGeolocation | null;

  /** The sender's own name for it: sent again under the same name it is the same conversation. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  client_session_id?: string;
}

export class CreateFromText extends CreatedFields {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  text!: string;

  @ApiPropertyOptional({ enum: TEXT_SOURCES })
  @IsOptional()
  @IsIn(TEXT_SOURCES)
  text_source: TextSource = 'other_text';

  /** Where it is from, in words. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text_source_spec?: string | null;
}

export class DevSegment {
  @IsString()
  @MaxLength(MAX_SEGMENT_TEXT)
  text!: string;

  /** `SPEAKER_` and a number. */
  @ApiPropertyOptional({ type: String, default: 'SPEAKER_00' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  speaker?: string | null;

  /** Counts only where `speaker` is left out. */
  @ApiPropertyOptional({ type: Number })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(9_999)
  speaker_id?: number | null;

  @IsOptional()
  @IsBoolean()
  is_user: boolean = false;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person_id?: string | null;

  /** Seconds since the start. */
  @IsNumber()
  @Min(0)
  @Max(MAX_SECONDS)
  start!: number;

  @IsNumber()
  @Min(0)
  @Max(MAX_SECONDS)
  @IsLaterThan('start', { orEqual: true })
  end!: number;
}

export class CreateFromSegments extends CreatedFields {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SEGMENTS)
  @ValidateNested({ each: true })
  @Type(() => DevSegment)
  transcript_segments!: DevSegment[];

  /** What heard it; what is not known is `unknown`. */
  @ApiPropertyOptional({ enum: CONVERSATION_SOURCES })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => knownSource(value))
  @IsIn(CONVERSATION_SOURCES)
  source?: ConversationSource | null;
}

/** The form fields beside the pictures. */
export class CreateFromImages extends CreatedFields {
  @ApiHideProperty()
  declare geolocation?: never;
}

export class ChangeDevConversation {
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TITLE)
  title?: string;

  /** `true` sets it aside as trivial, `false` takes it back. */
  @IsOptional()
  @IsBoolean()
  discarded?: boolean;
}

/** What became of what was sent. */
export class CreatedConversation {
  id!: string;
  /** `completed`; `processing` when that takes more than half a minute; `failed`. */
  status!: string;
  discarded!: boolean;
}

/** A segment with the name of whoever speaks. */
export class NamedSegment extends TranscriptSegment {
  /** `User` for the owner, the name of a person whom the owner knows, else `Speaker 0` and so on. */
  speaker_name!: string;
}

/** A conversation as developers see it. */
export class DevConversation extends OmitType(Conversation, ['transcript_segments']) {
  folder_name!: string | null;
  /** Only if they were asked for. */
  transcript_segments?: NamedSegment[];
}

export class Success {
  success!: boolean;
}

function knownSource(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return CONVERSATION_SOURCES.find((source) => source === value) ?? 'unknown';
}
