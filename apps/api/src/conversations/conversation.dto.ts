import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Conversation, CONVERSATION_STATUSES, type ConversationStatus } from '#libs/contracts';

/** `true`, `false`, `1` and `0`, as query strings spell booleans. */
const toBoolean = ({ value }: { value: unknown }) =>
  value === 'true' || value === '1' || value === true
    ? true
    : value === 'false' || value === '0' || value === false
      ? false
      : value;

const toList = ({ value }: { value: unknown }) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
    : value;

export class ListConversationsQuery {
  /** How many at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;

  /** Comma-separated; empty means the default. */
  @ApiPropertyOptional({ type: String, example: 'processing,completed' })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_STATUSES, { each: true })
  statuses: ConversationStatus[] = ['processing', 'completed'];

  /** Whether conversations that were judged trivial are listed too. */
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  include_discarded: boolean = true;

  /** Only those created at this time or later. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  start_date?: Date;

  @IsOptional()
  @Type(() => Date)
  @IsDate()
  end_date?: Date;

  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  starred?: boolean;
}

export class CountConversationsQuery {
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Transform(toList)
  @IsIn(CONVERSATION_STATUSES, { each: true })
  statuses: ConversationStatus[] = ['processing', 'completed'];

  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
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
  /** Nothing will change any more. */
  terminal!: boolean;
  failure_code!: string | null;
}
