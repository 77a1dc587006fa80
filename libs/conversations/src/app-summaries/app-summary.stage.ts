import { Injectable } from '@nestjs/common';
import { toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
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
    private readonly log: Log,
  ) {}

  async run(context: StageContext): Promise<Findings> {
    const { head, input, findings, run, signal } = context;
    const isMute = input.turns.length === 0 && !input.photos;
    if (!findings.structured || isMute || head.is_locked || head.user_edits?.app_result) return {};
    try {
      return await this.summarized(context, { input, structured: findings.structured });
    } catch (thrown) {
      signal.throwIfAborted();
      const { code } = toAppError(thrown);
      this.log.warn('no app could be chosen', { 'conversation.id': run.conversationId, 'error.code': code });
      return {};
    }
  }

  /** Apps are suggested once in a conversation's life. */
  private async summarized(context: StageContext, subject: SummarySubject): Promise<Findings> {
    const { head, run } = context;
    const apps = this.installed.summaries;
    const suggestedApps = head.suggested_summarization_apps ?? (await apps.suggest(run.ownerId, subject));
    const chosen = named(head.requested_app_id) ?? (await apps.choose(run.ownerId, suggestedApps));
    if (!chosen) return { suggestedApps, appSummary: null };
    const summary = await this.written(context, chosen, subject);
    const isUntold = summary.failure !== null && !chosen.isAsked;
    return { suggestedApps, appSummary: isUntold ? null : { appId: chosen.appId, ...summary } };
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
