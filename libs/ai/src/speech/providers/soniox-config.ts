import { SPEECH_SAMPLE_RATE, type SpeechOptions } from '../../ports/speech-to-text.js';
import { fittingKeyterms } from './keyterm-limit.js';
import { sonioxHints } from './soniox-languages.js';

/** Soniox takes a context of 10,000 characters. */
const MAX_CONTEXT_CHARACTERS = 8_000;

/** What both of Soniox's ways to transcribe are told alike. */
export interface SonioxRequest {
  readonly model: string;
  readonly language_hints?: string[];
  /** Others than the hinted languages are not expected. */
  readonly language_hints_strict?: boolean;
  readonly enable_language_identification: boolean;
  readonly enable_speaker_diarization: boolean;
  readonly context?: { readonly terms: string[] };
}

/** The first message on a socket. The key is not in it: it goes with the handshake. */
export interface SonioxStart extends SonioxRequest {
  readonly audio_format: 'pcm_s16le';
  readonly sample_rate: number;
  readonly num_channels: number;
  readonly enable_endpoint_detection: boolean;
}

export function sonioxRequest(model: string, options: SpeechOptions): SonioxRequest {
  const hints = sonioxHints(options);
  const terms = fittingKeyterms(options.keyterms, MAX_CONTEXT_CHARACTERS, (term) => term.length);
  return {
    model,
    ...(hints.length > 0 && { language_hints: hints, language_hints_strict: true }),
    enable_language_identification: true,
    enable_speaker_diarization: true,
    ...(terms.length > 0 && { context: { terms } }),
  };
}

export function sonioxStart(model: string, options: SpeechOptions): SonioxStart {
  return {
    ...sonioxRequest(model, options),
    audio_format: 'pcm_s16le',
    sample_rate: SPEECH_SAMPLE_RATE,
    num_channels: 1,
    enable_endpoint_detection: true,
  };
}
