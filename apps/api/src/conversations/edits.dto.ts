import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { CATEGORIES, type Category } from '#libs/contracts';
import { RequestInvalid } from '../http/validation.js';

const MAX_TITLE = 200;
/** Source: specification of the data shapes, UpdateSummaryRequest and UpdateSegmentTextRequest. */
const MAX_TEXT = 10_000;
/** Code units of the longest sequences that are shown as one emoji: families, flags of regions. */
const MAX_EMOJI = 32;

export class TitleQuery {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TITLE)
  title!: string;
}

/** What to write; what is left out stays. */
export class DescribeConversation {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TITLE)
  title?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  overview?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_EMOJI)
  emoji?: string;

  @ApiPropertyOptional({ enum: CATEGORIES })
  @IsOptional()
  @IsIn(CATEGORIES)
  category?: Category;
}

export class UpdateSummary {
  /** Whose summary: an app's, or null for the conversation's own. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  app_id?: string | null;

  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  content!: string;
}

export class UpdateSegmentText {
  @IsString()
  @IsNotEmpty()
  segment_id!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  text!: string;
}

/** Two lists of the same length: places of appointments, and whether each is in a calendar. */
export class MarkEvents {
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsInt({ each: true })
  events_idx!: number[];

  @IsArray()
  @ArrayMaxSize(1_000)
  @IsBoolean({ each: true })
  values!: boolean[];
}

/** The two lists as pairs. Throws when they are not of the same length. */
export function marksOf({ events_idx, values }: MarkEvents): { index: number; created: boolean }[] {
  if (events_idx.length !== values.length) {
    const msg = 'events_idx and values must be of the same length';
    throw new RequestInvalid([{ loc: ['request', 'values'], msg, type: 'sameLength' }]);
  }
  return events_idx.map((index, place) => ({ index, created: values[place]! }));
}
