export {
  SPEECH_SAMPLE_RATE,
  SpeechToText,
  type RecognizedUtterance,
  type RecognizedWord,
  type SpeechOptions,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
} from './ports/speech-to-text.js';
export { SpeechProviders } from './ports/speech-providers.js';
export { VoiceActivity, type VoicedStretch } from './ports/voice-activity.js';
export { assertLanguageSupported, isAnyLanguage, primaryLanguage } from './speech/language-support.js';
export { Embedder } from './ports/embedder.js';
export { LanguageDetector } from './ports/language-detector.js';
export { ThreadedLanguageDetector } from './language/threaded-language-detector.js';
export { SpeakerEmbedder, type SpeakerModelFacts, type SpeakerThresholds } from './ports/speaker-embedder.js';
export { AiModule } from './ai.module.js';
export { SherpaSpeechToText, type SherpaOptions } from './speech/sherpa-speech-to-text.js';
export {
  SPEAKER_MODEL,
  SPEECH_MODELS,
  VOICE_MODEL,
  type Model,
  type ModelFile,
} from './models/model-catalog.js';
export { ModelStore, type FileStatus, type ModelPlaces, type ModelProgress } from './models/model-store.js';
export { createSpeakerEmbedder } from './speaker.providers.js';
export { checkModels, type ModelCheck } from './models/check-models.js';
export { WordVectorEmbedder } from './embedding/word-vector-embedder.js';
export { createEmbedder } from './embedding.providers.js';
export {
  LanguageModel,
  type LanguageTask,
  type PromptImage,
  type PromptMessage,
  type RuleModule,
  type TaskAnswer,
  type TaskLimits,
} from './language/language-task.js';
export { tokenBound } from './language/token-bound.js';
export { CallMeter, ClosedMeter, modelCallOf, type ModelCall } from './language/call-meter.js';
export { languageProviders, languageExports, createLanguageModel } from './language.providers.js';
export { ChatModels, OpenAiChatModels } from './language/chat-models.js';
export { InlineRules, PooledRules, RuleRunner } from './language/rule-runner.js';
export { TaskJournal } from './language/task-journal.js';
export { mayPass } from './language/model-failure.js';
export { splitSentences, type TextSpan } from './text/sentences.js';
export { soundAlike } from './text/names-by-sound.js';
export { sentencesOf, type SpokenSentence } from './text/spoken-sentences.js';
export { tokenize, wordAt, type Token } from './text/tokens.js';
export {
  digitOf,
  isNumberWord,
  readCount,
  readSmallNumber,
  type SpokenNumber,
} from './text/spoken-numbers.js';
export { findAnsweredHour } from './text/answered-hours.js';
export { findDates, type DateMention, type DateReference } from './text/spoken-dates.js';
export { type ClockTime, type PartOfDay } from './text/clock-phrases.js';
export {
  addDays,
  daysBetween,
  epochMsOf,
  localTimeOf,
  weekdayOf,
  type LocalTime,
} from './text/wall-clock.js';
export { grammarOf, type Grammar } from './text/grammar.js';
export { findPersonNames, isFirstName, mayBeName } from './text/person-names.js';
export { screenSecrets, type SecretScreen } from './text/secrets.js';
export { expandContractions } from './text/contractions.js';
export { infinitiveOf, stemOf, thirdPersonOf } from './text/word-forms.js';
export { FILLER_WORDS, STOP_WORDS } from './text/stop-words.js';
