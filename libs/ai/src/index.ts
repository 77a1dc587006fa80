export {
  SPEECH_SAMPLE_RATE,
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
} from './ports/speech-to-text.js';
export { Embedder } from './ports/embedder.js';
export {
  LanguageModel,
  type LanguageTask,
  type PromptMessage,
  type RuleModule,
  type TaskAnswer,
  type TaskLimits,
} from './language/language-task.js';
export { languageProviders, languageExports, createLanguageModel } from './language.providers.js';
export { ChatModels, OpenAiChatModels } from './language/chat-models.js';
export { InlineRules, PooledRules, RuleRunner } from './language/rule-runner.js';
export { TaskJournal } from './language/task-journal.js';
