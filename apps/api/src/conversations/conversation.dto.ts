import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import {
  CATEGORIES,
  Conversation,
  CONVERSATION_SOURCES,
  CONVERSATION_STATUSES,
  type Category,
  type ConversationSource,
  type ConversationStatus,
} from '#libs/contracts';
import { toBoolean, toList } from '../http/query-values.js';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';
import { CalendarMeetingContext } from './meeting-context.dto.js';

/** Which conversations are meant. Every part is optional. */
export class ConversationFilterQuery {
  /**
   * Comma-separated. Left out or empty, and when clients ask for `processing,completed`: all that are over, those that could not be processed
   * among them.
   */
  @ApiPropertyOptional({ type: String, example: 'processing,completed' })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_STATUSES, { each: true })
  statuses: ConversationStatus[] = [];

  /** Only those created at this time or later. */
  @OptionalDate()
  start_date?: Date;

  @OptionalDate()
  end_date?: Date;

  /** Comma-separated, at most 20. */
  @ApiPropertyOptional({ type: String, example: 'work,family' })
  @IsOptional()
  @Transform(toList)
  @IsIn(CATEGORIES, { each: true })
  categories?: Category[];

  /** What recorded them. Comma-separated, at most 20. */
  @ApiPropertyOptional({ type: String, example: 'omi,phone' })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_SOURCES, { each: true })
  sources?: ConversationSource[];

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  folder_id?: string;

  @OptionalFlag()
  starred?: boolean;
}

export class ListConversationsQuery extends ConversationFilterQuery {
  @PageLimit(1000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;

  /** Whether conversations that were judged trivial are listed too. */
  @OptionalFlag()
  include_discarded: boolean = true;
}

export class CountConversationsQuery extends ConversationFilterQuery {
  @OptionalFlag()
  include_discarded: boolean = false;
}

export class Count {
  count!: number;
}

export class StarredQuery {
  @Transform(toBoolean)
  @IsBoolean()
  starred!: boolean;
}

export class ReprocessQuery {
  /** What was spoken, ISO 639-1 with or without a region, or `multi`; left out: what the conversation was taken for. */
  @IsOptional()
  @Matches(/^(?:multi|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$/, { message: 'language_code is no language code' })
  language_code?: string;

  /** The app that is to write the summary. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  app_id?: string;
}

/** What a client may say about a conversation that it ends. */
export class ProcessConversationRequest {
  /** The meeting that it was. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CalendarMeetingContext)
  calendar_meeting_context?: CalendarMeetingContext | null;
}

/** What changes of a conversation answer: the word for old clients, the row for new ones. */
export class ConversationChanged {
  status!: string;
  conversation!: Conversation;
}

/** The conversation that was just ended, under the names that old and new clients read. */
export class ConversationEnded {
  conversation!: Conversation;
  memory!: Conversation;
  /** What apps had to say; none yet. */
  messages!: string[];
}

/** How far the processing of a conversation is. */
export class FinalizationState {
  job_id!: string;
  conversation_id!: string;
  /** Of the job: `queued`, `leased`, `completed` or `dead_letter`. */
  status!: string;
  /** `processing`, `merging`, `completed` or `failed`. */
  conversation_status!: string;
  /** Nothing more will come of it by itself. */
  terminal!: boolean;
  /** It was given up for a reason that may pass: `reprocess` can succeed. */
  retryable!: boolean;
  /** How often it was begun. */
  attempt_count!: number;
  /** How often it was begun again. */
  task_retry_count!: number;
  /** Names of the jobs that still have to end. */
  pending!: string[];
  failure_code!: string | null;
}

/** Whether there is anything to listen to. */
export class RecordingState {
  has_recording!: boolean;
}
