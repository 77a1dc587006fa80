import type { StartRecognition } from '@speechmatics/real-time-client';
import { SPEECH_SAMPLE_RATE, type SpeechOptions } from '../../ports/speech-to-text.js';
import { fittingKeyterms } from './keyterm-limit.js';
import { speechmaticsLanguage } from './speechmatics-languages.js';

/** Seconds until words are final. Lower costs accuracy. */
const MAX_DELAY_SECONDS = 2;
/** Silence that ends an utterance; Speechmatics advises 0.5 to 0.8 s for conversations, and less than the delay. */
const PAUSE_SECONDS = 0.7;
/** A longer vocabulary makes a stream start later, by up to 15 s. */
const MAX_VOCABULARY_LETTERS = 2_000;

/** The message that begins a stream. */
export function startRecognition(options: SpeechOptions): StartRecognition {
  const { language, domain } = speechmaticsLanguage(options);
  const vocabulary = fittingKeyterms(options.keyterms, MAX_VOCABULARY_LETTERS, (term) => term.length);
  return {
    message: 'StartRecognition',
    audio_format: { type: 'raw', encoding: 'pcm_s16le', sample_rate: SPEECH_SAMPLE_RATE },
    transcription_config: {
      language,
      ...(domain ? { domain } : {}),
      ...(vocabulary.length > 0 ? { additional_vocab: vocabulary } : {}),
      // Its newer name, `model`, is unknown to servers that people run themselves.
      operating_point: 'enhanced',
      diarization: 'speaker',
      enable_partials: true,
      max_delay: MAX_DELAY_SECONDS,
      conversation_config: { end_of_utterance_silence_trigger: PAUSE_SECONDS },
      // Filler words are known in English only.
      ...(language === 'en' ? { transcript_filtering_config: { remove_disfluencies: true } } : {}),
    },
  };
}
