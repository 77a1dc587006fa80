export { OPUS_CLOCK_RATE, validateFormat, type AudioFormat } from './codecs/audio-format.js';
export { type FrameFault } from './codecs/frame-clock.js';
export { SpeechDecoder } from './codecs/frame-decoder.js';
export { codecMismatch, WrongCodec } from './codecs/wrong-codec.js';
export { opusPacketSamples } from './codecs/opus-packet.js';
export { encodeOpus, OPUS_LOOKAHEAD, OPUS_PACKET_MS } from './codecs/opus-encoder.js';
export { DECODED_OPUS_RATE, decodeOggOpus, encodeOggOpus } from './codecs/ogg-opus.js';
export { AudioFileSound, decodeAudioFile, type AudioFileOptions } from './audio-files/audio-file.js';
export { encodeWav, WAV_HEADER_BYTES, wavHeader, wavRateOf } from './codecs/wav.js';
export { resample, Resampler } from './codecs/resampler.js';
export { CaptureLogs, GROUP_COMMIT_MS, type CaptureLogsOptions } from './capture/capture-logs.js';
export { type CaptureInfo } from './capture/capture-info.js';
export { type Appended, type CaptureLog } from './capture/capture-log.js';
export { type CaptureHeader } from './capture/capture-files.js';
export { type CapturedFrame } from './capture/capture-state.js';
export { type AudioSpan } from './capture/erase-span.js';
export { WallTimeline, type WallAnchor } from './capture/wall-timeline.js';
export { LiveSession, type LiveSessionDeps, type SessionState } from './live/live-session.js';
export { PLAIN_SPEECH, type LiveSessionParams, type SessionSpeech } from './live/live-session-params.js';
export { LiveSessionFactory, type RecoverParams } from './live/live-session-factory.js';
export { type LiveUtterance, type PartialUtterance } from './live/live-utterance.js';
export { type SessionListener, type SpeechReady } from './live/session-listener.js';
export { addFates, failedMs, NO_FATE, totalMs, type AudioFate } from './live/audio-fate.js';
export {
  IS_RETRYABLE,
  outcomeOfCode,
  outcomeOfError,
  outcomeOfText,
  SPEECH_OUTCOMES,
  type FailedOutcome,
  type SpeechOutcome,
} from './live/speech-outcome.js';
export { readSpeech } from './recording/read-speech.js';
export { MAX_FILLED_PAUSE_MS } from './recording/span-playback.js';
export { encodeSound } from './offline/encode-sound.js';
export { timeInFileName } from './offline/audio-file-time.rules.js';
export { CondensedSound } from './offline/condensed-sound.js';
export { decodeDeviceRecording } from './offline/device-recording.js';
export {
  assertRecordingTime,
  baseName,
  readRecordingName,
  type NamedRecording,
} from './offline/recording-name.rules.js';
export { RecordingRecognizer, type RecognizedRecording } from './offline/recording-recognizer.js';
export { speechSpans, type SpeechSpan } from './offline/speech-spans.rules.js';
export { VoiceNumbers } from './live/voice-numbers.js';
export { recordSpan, type RecordingStretch, type SpanRecording } from './recording/span-recorder.js';
export { AudioLedger, type AudioLedgerSnapshot } from './live/audio-ledger.js';
export { withoutPauses } from './assembly/pauses.js';
export { assembleSegments, type Assembly, type AssemblyInput } from './assembly/assemble-segments.js';
export { speakerLabel, toRawSegment } from './assembly/raw-segment.js';
export { TranscriptionModule } from './transcription.module.js';
export { CaptureModule } from './capture/capture.module.js';
