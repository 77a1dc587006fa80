import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { GOAL_TYPES, type GoalType } from '#libs/conversations';

/** What an owner works towards. */
export class GoalView {
  id!: string;
  title!: string;
  @ApiProperty({ enum: GOAL_TYPES })
  goal_type!: GoalType;
  target_value!: number;
  current_value!: number;
  min_value!: number;
  max_value!: number;
  unit!: string | null;
  is_active!: boolean;
  created_at!: Date;
  updated_at!: Date;
  ended_at!: Date | null;
}

export class CreateGoal {
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  title!: string;

  @ApiProperty({ enum: GOAL_TYPES, required: false })
  @IsOptional()
  @IsIn(GOAL_TYPES)
  goal_type?: GoalType;

  @IsNumber()
  target_value!: number;

  @IsOptional()
  @IsNumber()
  current_value?: number;

  @IsOptional()
  @IsNumber()
  min_value?: number;

  @IsOptional()
  @IsNumber()
  max_value?: number;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  unit?: string | null;
}

/** What is absent stays. */
export class ChangeGoal {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  title?: string;

  @IsOptional()
  @IsNumber()
  target_value?: number;

  @IsOptional()
  @IsNumber()
  current_value?: number;

  @IsOptional()
  @IsNumber()
  min_value?: number;

  @IsOptional()
  @IsNumber()
  max_value?: number;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  unit?: string | null;
}

export class ProgressQuery {
  @Type(() => Number)
  @IsNumber()
  current_value!: number;
}

export class HistoryQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  days: number = 30;
}

export class GoalHistoryDay {
  /** `YYYY-MM-DD` on the owner's calendar. */
  date!: string;
  /** Where the goal stood at the end of that day. */
  value!: number;
  recorded_at!: Date;
}

export class GoalDeleted {
  success!: boolean;
  deleted_id!: string;
}

export class GoalSuggested {
  suggested_title!: string;
  @ApiProperty({ enum: GOAL_TYPES })
  suggested_type!: GoalType;
  suggested_target!: number;
  reasoning!: string;
}

export class GoalAdvice {
  advice!: string;
}

export class ExtractProgress {
  @IsString()
  @IsNotEmpty()
  @MaxLength(20_000)
  text!: string;
}

export class GoalMoved {
  goal_id!: string;
  title!: string;
  previous_value!: number;
  new_value!: number;
}

export class ProgressExtracted {
  updated!: boolean;
  /** Why nothing was. */
  reason?: string;
  updates?: GoalMoved[];
}
