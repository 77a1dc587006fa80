import { DailySummaries } from './daily-summaries.js';
import { ArmDailySummaryJob, RemakeDailySummaryJob, SummarizeDaysJob } from './daily-summary.jobs.js';
import { DailySummaryMaker } from './daily-summary-maker.js';
import { DailySummaryRepository } from './daily-summary.repository.js';
import { DayConversations } from './day-conversations.js';
import { DueSummaries } from './due-summaries.js';
import { SummarySettings } from './summary-settings.js';
import { SummaryTimer } from './summary-timer.js';

export const dailySummaryProviders = [
  DailySummaryRepository,
  DailySummaryMaker,
  DayConversations,
  DueSummaries,
  ArmDailySummaryJob,
  SummarizeDaysJob,
  RemakeDailySummaryJob,
];
/** For other modules. */
export const dailySummaryExports = [DailySummaries, SummarySettings, SummaryTimer];
