import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { GoalsService, GoalTracking } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import {
  ChangeGoal,
  CreateGoal,
  ExtractProgress,
  GoalAdvice,
  GoalDeleted,
  GoalHistoryDay,
  GoalSuggested,
  GoalView,
  HistoryQuery,
  ProgressExtracted,
  ProgressQuery,
} from './goal.dto.js';

@ApiTags('goals')
@Controller('v1/goals')
export class GoalsController {
  constructor(
    private readonly goals: GoalsService,
    private readonly tracking: GoalTracking,
  ) {}

  /** The newest active goal; null when there is none. For old clients. */
  @Get()
  @ApiOkResponse({ type: GoalView })
  async newest(@OwnerId() ownerId: string, @Res() response: Response): Promise<void> {
    // Nest would answer null with an empty body.
    response.json((await this.goals.active(ownerId))[0] ?? null);
  }

  /** Active goals, newest first; at most four. */
  @Get('all')
  list(@OwnerId() ownerId: string): Promise<GoalView[]> {
    return this.goals.active(ownerId);
  }

  /** What to begin with, by what the owner speaks about. */
  @Get('suggest')
  @RateLimit('goals:suggest')
  async suggest(@OwnerId() ownerId: string): Promise<GoalSuggested> {
    const { title, type, target, reasoning } = await this.goals.suggest(ownerId);
    return { suggested_title: title, suggested_type: type, suggested_target: target, reasoning };
  }

  /** On the newest active goal. */
  @Get('advice')
  @RateLimit('goals:advice')
  async adviceOnNewest(@OwnerId() ownerId: string): Promise<GoalAdvice> {
    return { advice: await this.goals.advice(ownerId, null) };
  }

  /** Reads progress towards the active goals out of a text. */
  @Post('extract-progress')
  @HttpCode(HttpStatus.OK)
  @RateLimit('goals:extract')
  async extract(@OwnerId() ownerId: string, @Body() { text }: ExtractProgress): Promise<ProgressExtracted> {
    if ((await this.goals.active(ownerId)).length === 0) return { updated: false, reason: 'No active goal' };
    const moved = await this.tracking.trackText(ownerId, text);
    if (moved.length === 0) return { updated: false, reason: 'No progress found' };
    const updates = moved.map(({ goal, before }) => ({
      goal_id: goal.id,
      title: goal.title,
      previous_value: before,
      new_value: goal.current_value,
    }));
    return { updated: true, updates };
  }

  /** A fifth active goal ends the oldest one. */
  @Post()
  @HttpCode(HttpStatus.OK)
  create(@OwnerId() ownerId: string, @Body() goal: CreateGoal): Promise<GoalView> {
    const { title, target_value } = goal;
    return this.goals.create(ownerId, { ...withoutUndefined(goal), title, target_value });
  }

  @Patch(':goal_id')
  update(
    @OwnerId() ownerId: string,
    @Param('goal_id') id: string,
    @Body() change: ChangeGoal,
  ): Promise<GoalView> {
    return this.goals.update(ownerId, id, withoutUndefined(change));
  }

  @Patch(':goal_id/progress')
  progress(
    @OwnerId() ownerId: string,
    @Param('goal_id') id: string,
    @Query() { current_value: value }: ProgressQuery,
  ): Promise<GoalView> {
    return this.goals.setProgress(ownerId, id, value);
  }

  /** One line a day, newest first. */
  @Get(':goal_id/history')
  history(
    @OwnerId() ownerId: string,
    @Param('goal_id') id: string,
    @Query() { days }: HistoryQuery,
  ): Promise<GoalHistoryDay[]> {
    return this.goals.history(ownerId, id, days);
  }

  @Get(':goal_id/advice')
  @RateLimit('goals:advice')
  async advice(@OwnerId() ownerId: string, @Param('goal_id') id: string): Promise<GoalAdvice> {
    return { advice: await this.goals.advice(ownerId, id) };
  }

  @Delete(':goal_id')
  async delete(@OwnerId() ownerId: string, @Param('goal_id') id: string): Promise<GoalDeleted> {
    await this.goals.delete(ownerId, id);
    return { success: true, deleted_id: id };
  }
}
