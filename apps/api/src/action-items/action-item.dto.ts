import { Transform } from 'class-transformer';
import { IsBoolean, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { ActionItem } from '#libs/contracts';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';
import { toBoolean } from '../http/query-values.js';

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
