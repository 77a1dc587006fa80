import { createLanguageModel, InlineRules, TaskJournal, type ChatModels, type LanguageModel } from '#libs/ai';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';

/** The language model as it is where no chat model is configured: every task is answered by its rules. */
export function rulesModel(): LanguageModel {
  const journal = new TaskJournal(new Metrics(), new SilentLog());
  return createLanguageModel(
    { available: false } as ChatModels,
    new InlineRules(),
    new SystemClock(),
    journal,
  );
}
