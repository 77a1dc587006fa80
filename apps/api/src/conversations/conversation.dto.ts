import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Conversation, CONVERSATION_STATUSES, type ConversationStatus } from '#libs/contracts';
import type { ConversationFilter } from '#libs/conversations';
import { toBoolean, toList, withoutUndefined } from '../http/query-values.js';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';

export class ListConversationsQuery {
  @PageLimit(1000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;

  /** Comma-separated; empty means the default. */
  @ApiPropertyOptional({ type: String, example: 'processing,completed' })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_STATUSES, { each: true })
  statuses: ConversationStatus[] = ['processing', 'completed'];

  /** Whether conversations that were judged trivial are listed too. */
  @OptionalFlag()
  include_discarded: boolean = true;

  /** Only those created at this time or later. */
  @OptionalDate()
  start_date?: Date;

  @OptionalDate()
  end_date?: Date;

  @OptionalFlag()
  starred?: boolean;
}

export class CountConversationsQuery {
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_STATUSES, { each: true })
  statuses: ConversationStatus[] = ['processing', 'completed'];

  @OptionalFlag()
  include_discarded: boolean = false;
}

export class Count {
  count!: number;
}

export class TitleQuery {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  title!: string;
}

export class StarredQuery {
  @Transform(toBoolean)
  @IsBoolean()
  starred!: boolean;
}

export class CompletedQuery {
  @Transform(toBoolean)
  @IsBoolean()
  completed!: boolean;
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
  conversation_id!: string;
  /** `in_progress`, `processing`, `completed` or `failed`. */
  status!: string;
  /** Nothing more will come of it by itself. */
  terminal!: boolean;
  /** Names of the jobs that still have to end. */
  pending!: string[];
  failure_code!: string | null;
}

/** The filter of a query string, in the words of the conversations lib. */
export function filterOf(
  query: CountConversationsQuery & Partial<ListConversationsQuery>,
): ConversationFilter {
  return withoutUndefined({
    statuses: query.statuses,
    includeDiscarded: query.include_discarded,
    starred: query.starred,
    startDate: query.start_date,
    endDate: query.end_date,
  });
}
