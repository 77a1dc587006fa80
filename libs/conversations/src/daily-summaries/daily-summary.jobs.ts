import { armDailySummary, remakeDailySummary, summarizeDays, type JobPayload } from '#libs/contracts';
import { JobHandler, RescheduleJob, type HandlesJob, type JobContext } from '#libs/queue';
import { DailySummaries } from './daily-summaries.js';
import { DueSummaries } from './due-summaries.js';
import { SummaryTimer } from './summary-timer.js';

/** A conversation was kept: there is something to sum up. */
@JobHandler(armDailySummary)
export class ArmDailySummaryJob implements HandlesJob<typeof armDailySummary> {
  constructor(private readonly timer: SummaryTimer) {}

  async handle({ ownerId }: JobPayload<typeof armDailySummary>): Promise<void> {
    await this.timer.arm(ownerId);
  }
}

/** The owner's hour. It trusts the clock on the owner's wall alone: when it wakes too early, it sleeps on. */
@JobHandler(summarizeDays)
export class SummarizeDaysJob implements HandlesJob<typeof summarizeDays> {
  constructor(private readonly due: DueSummaries) {}

  async handle({ ownerId }: JobPayload<typeof summarizeDays>, { signal }: JobContext): Promise<void> {
    const delayMs = await this.due.tick(ownerId, signal);
    if (delayMs !== null) throw new RescheduleJob(delayMs);
  }
}

@JobHandler(remakeDailySummary)
export class RemakeDailySummaryJob implements HandlesJob<typeof remakeDailySummary> {
  constructor(private readonly summaries: DailySummaries) {}

  async handle(
    { ownerId, date }: JobPayload<typeof remakeDailySummary>,
    { signal }: JobContext,
  ): Promise<void> {
    await this.summaries.remake(ownerId, date, signal);
  }
}
