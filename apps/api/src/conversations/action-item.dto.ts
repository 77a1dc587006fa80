import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDate,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ActionItem } from '#libs/contracts';
import { toBoolean } from '../http/query-values.js';

export class ListActionItemsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;

  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  completed?: boolean;

  @IsOptional()
  @IsString()
  conversation_id?: string;

  /** Only those created at this time or later. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  start_date?: Date;

  @IsOptional()
  @Type(() => Date)
  @IsDate()
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
