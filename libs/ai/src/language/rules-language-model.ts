import type { Clock } from '#libs/kernel';
import { LanguageModel, type LanguageTask, type TaskAnswer } from './language-task.js';
import type { RuleRunner } from './rule-runner.js';
import type { TaskJournal } from './task-journal.js';

/** Answers every task by its rules: all there is without a chat model, and what the chat model falls back on. */
export class RulesLanguageModel extends LanguageModel {
  override readonly available = false;
  override readonly seesImages = false;
  override readonly contextTokens = null;

  constructor(
    private readonly rules: RuleRunner,
    private readonly clock: Clock,
    private readonly journal: TaskJournal,
  ) {
    super();
  }

  override async run<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<TaskAnswer<Output>> {
    const startedMs = this.clock.monotonicMs();
    const output = (await this.rules.run(task.rules, input, signal)) as Output;
    this.journal.answered(task, 'rules', this.clock.monotonicMs() - startedMs);
    return { output: task.refine ? task.refine(output, input) : output, answeredBy: 'rules' };
  }
}
