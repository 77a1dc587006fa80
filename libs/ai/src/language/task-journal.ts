import type { Log } from '#libs/observability';
import type { LanguageTask, TaskAnswer } from './language-task.js';

type NamedTask = Pick<LanguageTask<never, unknown>, 'key' | 'promptVersion'>;

/** Tokens as LangChain reports them. */
export interface TokenUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** Accounts what language tasks did and what they cost. Names, counts and durations only. */
export class TaskJournal {
  constructor(private readonly log: Log) {}

  answered(task: NamedTask, by: TaskAnswer<unknown>['answeredBy'], durationMs: number): void {
    this.log.info('Language task answered', {
      'task.key': task.key,
      'task.answered_by': by,
      duration_ms: Math.round(durationMs),
    });
  }

  /** One call that the chat model answered, however well. */
  modelCall(_task: NamedTask, _usage: TokenUsage | undefined): void {}

  failedCall(task: NamedTask): void {
    this.log.warn('Chat model call failed', { 'task.key': task.key });
  }

  unusableReply(task: NamedTask): void {
    this.log.warn('Chat model reply did not fit the schema', { 'task.key': task.key });
  }
}
