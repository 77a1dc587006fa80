import type { Log, Metrics } from '#libs/observability';
import type { TokenUsage } from './call-meter.js';
import type { LanguageTask, TaskAnswer } from './language-task.js';

type NamedTask = Pick<LanguageTask<never, unknown>, 'key' | 'promptVersion'>;

/** Accounts what language tasks did and what they cost. Names, counts and durations only, never content. */
export class TaskJournal {
  constructor(
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  answered(task: NamedTask, by: TaskAnswer<unknown>['answeredBy'], durationMs: number): void {
    this.metrics.languageTasks.inc({ task: task.key, answered_by: by, outcome: 'answered' });
    this.log.info('Language task answered', {
      'task.key': task.key,
      'task.prompt_version': task.promptVersion,
      'task.answered_by': by,
      duration_ms: Math.round(durationMs),
    });
  }

  /** The chat model gave nothing usable; the rules answer instead. */
  modelFailed(task: NamedTask): void {
    this.metrics.languageTasks.inc({ task: task.key, answered_by: 'model', outcome: 'failed' });
  }

  /** One call that the chat model answered, usable or not: it costs the same. */
  callAnswered(task: NamedTask, usage: TokenUsage | undefined): void {
    if (!usage) return;
    this.metrics.languageTokens.inc({ task: task.key, direction: 'input' }, usage.input_tokens);
    this.metrics.languageTokens.inc({ task: task.key, direction: 'output' }, usage.output_tokens);
  }

  callFailed(task: NamedTask): void {
    this.log.warn('Chat model call failed', { 'task.key': task.key });
  }

  /** A call went unaccounted, because its owner's account could not be written. */
  callUncounted(task: NamedTask): void {
    this.log.warn('Chat model call could not be counted', { 'task.key': task.key });
  }

  replyUnusable(task: NamedTask): void {
    this.log.warn('Chat model reply did not fit the schema', { 'task.key': task.key });
  }
}
