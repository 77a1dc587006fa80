import type { Clock } from '#libs/kernel';
import type { CallMeter } from './call-meter.js';
import { LanguageModel, type LanguageTask, type TaskAnswer } from './language-task.js';
import type { ModelExchange } from './model-exchange.js';
import type { RulesLanguageModel } from './rules-language-model.js';
import type { TaskJournal } from './task-journal.js';

/** Asks the chat model; what it cannot answer within the task's limits, the rules answer. */
export class ChatLanguageModel extends LanguageModel {
  override readonly available = true;

  constructor(
    private readonly exchange: ModelExchange,
    private readonly rules: RulesLanguageModel,
    private readonly clock: Clock,
    private readonly journal: TaskJournal,
    private readonly abilities: Pick<LanguageModel, 'seesImages' | 'contextTokens'>,
  ) {
    super();
  }

  override get seesImages(): boolean {
    return this.abilities.seesImages;
  }

  override get contextTokens(): number | null {
    return this.abilities.contextTokens;
  }

  override async run<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
    signal?: AbortSignal,
    meter?: CallMeter,
  ): Promise<TaskAnswer<Output>> {
    signal?.throwIfAborted();
    const startedMs = this.clock.monotonicMs();
    const answer = await this.askModel(task, input, { signal, meter });
    if (!answer) {
      this.journal.modelFailed(task);
      return this.rules.run(task, input, signal);
    }
    this.journal.answered(task, 'model', this.clock.monotonicMs() - startedMs);
    return { output: task.refine ? task.refine(answer.output, input) : answer.output, answeredBy: 'model' };
  }

  /** Null when the model gave nothing usable in time. Rejects only when the caller aborts. */
  private async askModel<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
    { signal, meter }: { signal: AbortSignal | undefined; meter: CallMeter | undefined },
  ): Promise<{ output: Output } | null> {
    const timeUp = new AbortController();
    const cancel = this.clock.after(task.limits.timeoutMs, () => timeUp.abort());
    const either = AbortSignal.any(signal ? [timeUp.signal, signal] : [timeUp.signal]);
    try {
      return await this.exchange.answer(task, task.prompt(input), { signal: either, meter });
    } catch {
      signal?.throwIfAborted();
      return null;
    } finally {
      cancel();
    }
  }
}
