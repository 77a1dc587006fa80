import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ActionItem } from '#libs/contracts';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';
import { toBoolean } from '../http/query-values.js';

/** Longest description. Source: specification of the data shapes, §1.3. */
const MAX_DESCRIPTION = 4096;

export class ListActionItemsQuery {
  @PageLimit(500)
  limit: number = 50;

  @PageOffset()
  offset: number = 0;

  @OptionalFlag()
  completed?: boolean;

  /** Those of a conversation, and those that came up in it again. */
  @IsOptional()
  @IsString()
  conversation_id?: string;

  /** Only those created at this time or later. */
  @OptionalDate()
  start_date?: Date;

  @OptionalDate()
  end_date?: Date;

  /** Only those that are due at this time or later; the nearest come first then. */
  @OptionalDate()
  due_start_date?: Date;

  @OptionalDate()
  due_end_date?: Date;
}

export class SearchActionItemsQuery {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  query!: string;

  @PageLimit(50)
  limit: number = 10;
}

export class CompletedQuery {
  @Transform(toBoolean)
  @IsBoolean()
  completed!: boolean;
}

export class PlatformQuery {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  platform: string = 'apple_reminders';
}

/** A task in the owner's list. */
export class StoredActionItem extends ActionItem {
  id!: string;
  is_locked!: boolean;
  exported!: boolean;
  export_date!: Date | null;
  export_platform!: string | null;
  apple_reminder_id!: string | null;
  sort_order!: number;
  /** 0 to 3. */
  indent_level!: number;
}

export class ActionItemPage {
  action_items!: StoredActionItem[];
  has_more!: boolean;
}

export class FoundActionItems {
  action_items!: StoredActionItem[];
}

export class ConversationActionItems extends FoundActionItems {
  conversation_id!: string;
}

export class CreatedActionItems extends FoundActionItems {
  created_count!: number;
}

export class PendingSync {
  /** Open tasks that no other list has. */
  pending_export!: StoredActionItem[];
  /** Those that the named list has. */
  synced_items!: StoredActionItem[];
}

export class ActionItemsUpdated {
  /** Always `ok`. */
  status!: string;
  updated_count!: number;
}

export class ActionItemsDeleted {
  /** Always `ok`. */
  status!: string;
  deleted_count!: number;
  deleted_ids!: string[];
}

/** A time, or null for none; as ISO 8601. */
function NullableDate(): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })(target, property);
    IsOptional()(target, property);
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? new Date(value) : value))(
      target,
      property,
    );
    IsDate()(target, property);
  };
}

/** A task that its owner writes down. The same words while it is open are the same task. */
export class CreateActionItem {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_DESCRIPTION)
  description!: string;

  @IsOptional()
  @IsBoolean()
  completed?: boolean;

  @NullableDate()
  due_at?: Date | null;

  @IsOptional()
  @IsString()
  conversation_id?: string | null;
}

/** What to change; what is left out stays. */
export class ChangeActionItem {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_DESCRIPTION)
  description?: string;

  @IsOptional()
  @IsBoolean()
  completed?: boolean;

  /** Null takes the date away. */
  @NullableDate()
  due_at?: Date | null;

  /** Takes the date away, for clients that leave out what is null. */
  @IsOptional()
  @IsBoolean()
  clear_due_at?: boolean;

  /** Whether another list has it. */
  @IsOptional()
  @IsBoolean()
  exported?: boolean;

  @NullableDate()
  export_date?: Date | null;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  export_platform?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(256)
  apple_reminder_id?: string | null;

  @IsOptional()
  @IsInt()
  sort_order?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  indent_level?: number;
}

export class ActionItemPlace {
  @IsString()
  @IsNotEmpty()
  id!: string;

  @IsOptional()
  @IsInt()
  sort_order?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  indent_level?: number;
}

/** Where tasks stand in the owner's list. */
export class ArrangeActionItems {
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => ActionItemPlace)
  items!: ActionItemPlace[];
}

export class SyncedActionItem {
  @IsString()
  @IsNotEmpty()
  id!: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_DESCRIPTION)
  description?: string;

  @IsOptional()
  @IsBoolean()
  completed?: boolean;

  @NullableDate()
  due_at?: Date | null;

  @IsOptional()
  @IsBoolean()
  exported?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  export_platform?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(256)
  apple_reminder_id?: string | null;
}

/** What a phone has done to the tasks in its own list. */
export class SyncActionItems {
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SyncedActionItem)
  items!: SyncedActionItem[];
}

export class DeleteActionItems {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @IsString({ each: true })
  ids!: string[];
}
