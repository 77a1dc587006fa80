import { Controller, Get, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { ModelUsage, OwnerUsage, type UseByFeature } from '#libs/accounts';
import { OwnerId } from '../auth/access.js';
import {
  ModelUseEntity,
  ModelUsageQuery,
  ModelUsageResponse,
  TopFeaturesQuery,
  UsageQuery,
  UserUsageResponse,
  type FeatureUse,
} from './usage.dto.js';

const TOP_FEATURES = 3;

/** What an owner recorded and learned, and what that took of the language model. */
@ApiTags('users')
@ApiExtraModels(ModelUseEntity)
@Controller('v1/users/me')
export class UsageController {
  constructor(
    private readonly usage: OwnerUsage,
    private readonly model: ModelUsage,
  ) {}

  @Get('usage')
  async ofPeriod(@OwnerId() ownerId: string, @Query() { period }: UsageQuery): Promise<UserUsageResponse> {
    const { total, history } = await this.usage.of(ownerId, period);
    const none = { today: null, monthly: null, yearly: null, all_time: null };
    return { ...none, [period]: total, history: [...history] };
  }

  /** Tokens and calls of the last days (UTC); nothing where rules did it all. */
  @Get('llm-usage')
  async ofModel(@OwnerId() ownerId: string, @Query() { days }: ModelUsageQuery): Promise<ModelUsageResponse> {
    const summary = await this.model.summary(ownerId, days);
    return { summary, top_features: topOf(summary, TOP_FEATURES), period_days: days };
  }

  @Get('llm-usage/top-features')
  async topFeatures(
    @OwnerId() ownerId: string,
    @Query() { days, limit }: TopFeaturesQuery,
  ): Promise<FeatureUse[]> {
    return topOf(await this.model.summary(ownerId, days), limit);
  }
}

/** Those that took most tokens, most first. */
function topOf(summary: UseByFeature, limit: number): FeatureUse[] {
  return Object.entries(summary)
    .map(([feature, use]) => ({ feature, ...use, total_tokens: use.input_tokens + use.output_tokens }))
    .sort((a, b) => b.total_tokens - a.total_tokens || a.feature.localeCompare(b.feature))
    .slice(0, limit);
}
