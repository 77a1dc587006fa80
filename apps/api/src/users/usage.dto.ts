import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { USAGE_PERIODS, type UsagePeriod } from '#libs/accounts';

const MAX_DAYS = 365;
const MAX_FEATURES = 10;

export class UsageQuery {
  @IsOptional()
  @IsIn(USAGE_PERIODS)
  @ApiProperty({ enum: USAGE_PERIODS, required: false, default: 'today' })
  period: UsagePeriod = 'today';
}

export class ModelUsageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_DAYS)
  days: number = 30;
}

export class TopFeaturesQuery extends ModelUsageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_FEATURES)
  limit: number = 3;
}

export class UsageStatsEntity {
  transcription_seconds!: number;
  words_transcribed!: number;
  /** Sentences of notes, tasks and appointments that were found. */
  insights_gained!: number;
  memories_created!: number;
  /** In which somebody spoke. */
  speech_seconds!: number;
}

export class UsageHistoryPoint extends UsageStatsEntity {
  /** When it begins in the owner's time zone: `YYYY-MM-DD`, an hour of today `YYYY-MM-DDTHH:00:00`. */
  date!: string;
}

/** Only the period that was asked for is there. */
export class UserUsageResponse {
  @ApiProperty({ type: UsageStatsEntity, nullable: true })
  today!: UsageStatsEntity | null;
  @ApiProperty({ type: UsageStatsEntity, nullable: true })
  monthly!: UsageStatsEntity | null;
  @ApiProperty({ type: UsageStatsEntity, nullable: true })
  yearly!: UsageStatsEntity | null;
  @ApiProperty({ type: UsageStatsEntity, nullable: true })
  all_time!: UsageStatsEntity | null;
  history!: UsageHistoryPoint[];
}

export class ModelUseEntity {
  input_tokens!: number;
  output_tokens!: number;
  /** Of the input tokens, those that the model's server had read before. */
  cached_tokens!: number;
  call_count!: number;
}

export class FeatureUse extends ModelUseEntity {
  /** The task, e.g. `conversation_notes`. */
  feature!: string;
  /** Input and output. */
  total_tokens!: number;
}

export class ModelUsageResponse {
  /** By feature. */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/ModelUseEntity' } })
  summary!: Record<string, ModelUseEntity>;
  /** The three that took most. */
  top_features!: FeatureUse[];
  period_days!: number;
}
