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
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DailySummaries, SummarySettings, SummaryTimer } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import { OK, StatusOk } from '../http/status.entity.js';
import {
  ChangeDailySummarySettings,
  DailySummaryList,
  DailySummarySettings,
  DailySummaryTested,
  DailySummaryView,
  ListDailySummariesQuery,
  MakeDailySummary,
  TestDailySummary,
} from './daily-summary.dto.js';

@ApiTags('daily summaries')
@Controller('v1/users')
export class DailySummariesController {
  constructor(
    private readonly summaries: DailySummaries,
    private readonly settings: SummarySettings,
    private readonly timer: SummaryTimer,
  ) {}

  @Get('daily-summary-settings')
  wishes(@OwnerId() ownerId: string): Promise<DailySummarySettings> {
    return this.settings.of(ownerId);
  }

  @Patch('daily-summary-settings')
  async change(@OwnerId() ownerId: string, @Body() change: ChangeDailySummarySettings): Promise<StatusOk> {
    await this.settings.change(ownerId, withoutUndefined(change));
    await this.timer.rearm(ownerId);
    return OK;
  }

  /** Sums up a day now, today without a date. 400 when nothing happened that day. */
  @Post('daily-summary-settings/test')
  @HttpCode(HttpStatus.OK)
  async test(@OwnerId() ownerId: string, @Body() { date }: TestDailySummary): Promise<DailySummaryTested> {
    const { id, stats } = await this.summaries.makeNow(ownerId, date ?? null);
    return {
      status: 'ok',
      message: 'The summary is made.',
      summary_id: id,
      conversations_count: stats.total_conversations,
    };
  }

  /** Newest first. */
  @Get('daily-summaries')
  async list(
    @OwnerId() ownerId: string,
    @Query() { limit, offset }: ListDailySummariesQuery,
  ): Promise<DailySummaryList> {
    return { summaries: await this.summaries.list(ownerId, { limit, offset }) };
  }

  /** The summary of a day as it stands, or one that is made now, without telling anybody. */
  @Post('daily-summaries')
  @HttpCode(HttpStatus.OK)
  getOrMake(@OwnerId() ownerId: string, @Body() { date }: MakeDailySummary): Promise<DailySummaryView> {
    return this.summaries.getOrMake(ownerId, date);
  }

  /** By id, or by day. */
  @Get('daily-summaries/:summary_id')
  get(@OwnerId() ownerId: string, @Param('summary_id') idOrDate: string): Promise<DailySummaryView> {
    return this.summaries.get(ownerId, idOrDate);
  }

  @Delete('daily-summaries/:summary_id')
  async delete(@OwnerId() ownerId: string, @Param('summary_id') idOrDate: string): Promise<StatusOk> {
    await this.summaries.delete(ownerId, idOrDate);
    return OK;
  }
}
