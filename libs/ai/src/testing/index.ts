export { FakeSpeechToText, type ScriptedUtterance, type SpeechScript } from './fake-speech-to-text.js';
export { languageModelContract } from './language-model.contract.js';
export { countingTask, MOST_WORDS, type CountingInput, type CountingOutput } from './counting-task.js';
export { ListeningEar } from './listening-ear.js';
export { speechToTextContract } from './speech-to-text.contract.js';
export { FakeVoiceActivity } from './fake-voice-activity.js';
export { FakeSpeakerEmbedder, soundOf } from './fake-speaker-embedder.js';
export { remoteSpeechContract, type RemoteSpeech } from './remote-speech.contract.js';
export { embedderContract } from './embedder.contract.js';
export { audibleWords, WordHearer, type AudibleWord, type Hearing } from './word-hearer.js';
export { SherpaDetectors } from './sherpa-detectors.js';
export { sileroFile } from './silero-file.js';
export { faint, TWO_SENTENCES, twoSentences } from './two-sentences.js';
export { KnownRecording, type SpokenWord } from './servers/known-recording.js';
export {
  OpenAiSpeechServer,
  type OpenAiServerOptions,
  type TranscriptionFault,
  type TranscriptionRequest,
} from './servers/openai-speech-server.js';
export {
  DeepgramServer,
  type DeepgramRecordingRequest,
  type DeepgramSession,
} from './servers/deepgram-server.js';
export { soundHash, type HeardAudio } from './servers/heard-audio.js';
export { scriptedWords, type ScriptedWord } from './servers/scripted-words.js';
export { SpeechmaticsServer, type SpeechmaticsSession } from './servers/speechmatics-server.js';
export { type ConnectionPlan } from './servers/vendor-server.js';
export {
  WyomingServer,
  type WyomingFault,
  type WyomingRequest,
  type WyomingServerOptions,
} from './servers/wyoming-server.js';
export { SonioxServer, type SonioxSession } from './servers/soniox-server.js';
// Inside of the lib, for benches that measure it part by part.
export { SileroDetectors } from '../speech/silero/silero-detectors.js';
export type { VoiceDetector, VoiceDetectors } from '../speech/voice-detector.js';
export type { VoiceStream } from '../speech/voice-stream.js';
export { VoiceThread } from '../speech/voice-thread.js';
