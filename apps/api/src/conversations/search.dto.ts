import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { CATEGORIES, Conversation } from '#libs/contracts';
import type { FindQuery, FoundConversation } from '#libs/conversations';

/** Longer than anything that is typed into a search box; a pasted page would ask for its every word. */
const MAX_QUERY = 2_000;
const MAX_ID = 128;
const MAX_PER_PAGE = 250;
/** Some clients send a day without a time: its end is meant where a range ends. */
const DAY_ONLY = /^\d{4}-\d\d-\d\d$/;
const LAST_OF_DAY = 'T23:59:59.999Z';

/** Clients send null for what they leave out. */
export class SearchConversations {
  @ApiPropertyOptional({ type: String, default: '', maxLength: MAX_QUERY })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_QUERY)
  query?: string | null;

  /** From 1. Smaller ones count as 1. */
  @ApiPropertyOptional({ type: Number, default: 1 })
  @IsOptional()
  @IsInt()
  page?: number | null;

  /** 1 to 250; what is beyond counts as the nearest of them. */
  @ApiPropertyOptional({ type: Number, default: 10 })
  @IsOptional()
  @IsInt()
  per_page?: number | null;

  /** Whether conversations that were set aside as trivial are found too. */
  @ApiPropertyOptional({ type: Boolean, default: true })
  @IsOptional()
  @IsBoolean()
  include_discarded?: boolean | null;

  /** Only those that began at this time or later. ISO 8601. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  start_date?: Date | null;

  /** Only those that began at this time or earlier. ISO 8601; a day without a time means its end. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => endOf(value))
  @IsDate()
  end_date?: Date | null;

  /** Only those in which this person speaks: an id, or `user` for the owner. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  speaker_id?: string | null;

  /** Only those in this folder. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  folder_id?: string | null;

  @ApiPropertyOptional({ enum: CATEGORIES })
  @IsOptional()
  @IsIn(CATEGORIES)
  category?: string | null;
}

/** A place in a conversation that fits. */
export class MatchSnippet {
  text!: string;
  segment_ids!: string[];
  /** Seconds since the conversation's start: where its audio is to be played from. */
  start!: number;
  end!: number;
}

export class ConversationHit extends Conversation {
  match_snippets!: MatchSnippet[];
}

export class SearchAnswer {
  /** Newest first. */
  items!: ConversationHit[];
  total_pages!: number;
  current_page!: number;
  per_page!: number;
  /** Present when search is limited on this installation: how. */
  message?: string;
}

/** What a request asks for, within the bounds of a page. */
export function findQueryOf(request: SearchConversations): FindQuery {
  const { start_date, end_date, speaker_id, folder_id, category } = request;
  return {
    text: request.query ?? '',
    page: Math.max(1, request.page ?? 1),
    perPage: Math.min(MAX_PER_PAGE, Math.max(1, request.per_page ?? 10)),
    includeDiscarded: request.include_discarded ?? true,
    ...(start_date && { fromMs: start_date.getTime() }),
    ...(end_date && { toMs: end_date.getTime() }),
    ...(speaker_id && { speaker: speaker_id }),
    ...(folder_id && { folderId: folder_id }),
    ...(category && { category }),
  };
}

export function hitOf({ conversation, snippets }: FoundConversation): ConversationHit {
  const match_snippets = snippets.map(({ text, segmentIds, start, end }) => ({
    text,
    segment_ids: [...segmentIds],
    start,
    end,
  }));
  return { ...conversation, match_snippets };
}

function endOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return new Date(DAY_ONLY.test(value) ? value + LAST_OF_DAY : value);
}
