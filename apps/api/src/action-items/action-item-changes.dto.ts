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

/** Longest description. Source: specification of the data shapes, §1.3. */
const MAX_DESCRIPTION = 4096;

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

/** How a task is now, in our list and in another one; what is left out stays. */
class ActionItemState {
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

  /** Whether another list has it. */
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

/** What to change; what is left out stays. */
export class ChangeActionItem extends ActionItemState {
  /** Takes the date away, for clients that leave out what is null. */
  @IsOptional()
  @IsBoolean()
  clear_due_at?: boolean;

  @NullableDate()
  export_date?: Date | null;

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

export class SyncedActionItem extends ActionItemState {
  @IsString()
  @IsNotEmpty()
  id!: string;
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
