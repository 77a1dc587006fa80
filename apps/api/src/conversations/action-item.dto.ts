import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsDate, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { ActionItem } from '#libs/contracts';
import { OptionalDate, OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';

export class ListActionItemsQuery {
  @PageLimit(500)
  limit: number = 50;

  @PageOffset()
  offset: number = 0;

  @OptionalFlag()
  completed?: boolean;

  @IsOptional()
  @IsString()
  conversation_id?: string;

  /** Only those created at this time or later. */
  @OptionalDate()
  start_date?: Date;

  @OptionalDate()
  end_date?: Date;
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

/** What to change; what is left out stays. */
export class ChangeActionItem {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  description?: string;

  @IsOptional()
  @IsBoolean()
  completed?: boolean;

  /** Null takes the date away. */
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? new Date(value) : value))
  @IsDate()
  due_at?: Date | null;
}
