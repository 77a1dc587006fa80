import type { Provider } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Log, Metrics } from '#libs/observability';
import { ChatLanguageModel } from './language/chat-language-model.js';
import { ChatModels, OpenAiChatModels } from './language/chat-models.js';
import { LanguageModel } from './language/language-task.js';
import { ModelExchange } from './language/model-exchange.js';
import { PooledRules, RuleRunner } from './language/rule-runner.js';
import { RulesLanguageModel } from './language/rules-language-model.js';
import { ThreadedLanguageDetector } from './language/threaded-language-detector.js';
import { TaskJournal } from './language/task-journal.js';
import { LanguageDetector } from './ports/language-detector.js';

/** Binds `LanguageModel` (rules, and a chat model in front of them when one is configured) and `ChatModels`. */
export const languageProviders: Provider[] = [
  { provide: RuleRunner, useClass: PooledRules },
  { provide: ChatModels, useClass: OpenAiChatModels },
  { provide: LanguageDetector, useClass: ThreadedLanguageDetector },
  {
    provide: TaskJournal,
    useFactory: (metrics: Metrics, log: Log) => new TaskJournal(metrics, log),
    inject: [Metrics, Log],
  },
  {
    provide: LanguageModel,
    useFactory: createLanguageModel,
    inject: [ChatModels, RuleRunner, Clock, TaskJournal],
  },
];

/** The tokens of `languageProviders` that other modules may inject. */
export const languageExports = [LanguageModel, LanguageDetector, ChatModels, TaskJournal];

/** By hand, for tools and tests without a container. */
export function createLanguageModel(
  models: ChatModels,
  rules: RuleRunner,
  clock: Clock,
  journal: TaskJournal,
): LanguageModel {
  const byRules = new RulesLanguageModel(rules, clock, journal);
  if (!models.available) return byRules;
  return new ChatLanguageModel(new ModelExchange(models, clock, journal), byRules, clock, journal, models);
}
