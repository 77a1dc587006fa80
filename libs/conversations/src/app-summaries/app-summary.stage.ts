import { Injectable } from '@nestjs/common';
import { toAppError } from '#libs/kernel';
import { ModelSteps } from '../costs/model-steps.js';
import type { Findings, Stage, StageContext } from '../pipeline/stage.js';
import { InstalledApps, type AppSummary, type ChosenApp, type SummarySubject } from './summary-apps.js';

/**
 * Has one app write its summary: the one that the owner named for this conversation, else the one that the apps choose. What goes wrong here
 * is told to the owner and holds up nothing else.
 */
@Injectable()
export class AppSummaryStage implements Stage {
  readonly name = 'app_summary';

  constructor(
    private readonly installed: InstalledApps,
    private readonly steps: ModelSteps,
  ) {}

  async run(context: StageContext): Promise<Findings> {
    const { head, input, findings, run } = context;
    const { structured } = findings;
    if (!structured || head.is_locked || head.user_edits?.app_result) return {};
    const subject = { input, structured };
    const suggestedApps = await this.suggested(context, subject);
    const chosen = named(head.requested_app_id) ?? (await this.chosen(run.ownerId, suggestedApps));
    if (!chosen) return { suggestedApps, appSummary: null };
    const summary = await this.written(context, chosen, subject);
    const isUntold = summary.failure !== null && !chosen.isAsked;
    return { suggestedApps, appSummary: isUntold ? null : { appId: chosen.appId, ...summary } };
  }

  /** Looked for once in a conversation's life. */
  private async suggested({ head, run }: StageContext, subject: SummarySubject): Promise<readonly string[]> {
    if (head.suggested_summarization_apps) return head.suggested_summarization_apps;
    return this.installed.summaries.suggest(run.ownerId, subject).catch(() => []);
  }

  private async chosen(ownerId: string, suggested: readonly string[]): Promise<ChosenApp | null> {
    return this.installed.summaries.choose(ownerId, suggested).catch(() => null);
  }

  private async written(
    { run, signal }: StageContext,
    chosen: ChosenApp,
    subject: SummarySubject,
  ): Promise<AppSummary> {
    const asking = { signal, runStep: this.steps.runnerOf(run) };
    try {
      return await this.installed.summaries.write(run.ownerId, chosen, subject, asking);
    } catch (thrown) {
      signal.throwIfAborted();
      return { content: null, failure: toAppError(thrown).code };
    }
  }
}

function named(appId: string | null | undefined): ChosenApp | null {
  return appId == null ? null : { appId, isAsked: true };
}
