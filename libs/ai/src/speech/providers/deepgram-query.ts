import { SPEECH_SAMPLE_RATE, type SpeechOptions } from '../../ports/speech-to-text.js';
import { deepgramLanguage, type DeepgramLanguages } from './deepgram-languages.js';
import { fittingKeyterms } from './keyterm-limit.js';

/** Above 500 tokens a stream falls silent and is closed (developers.deepgram.com/docs/keyterm); a rare name may cost a token for two letters. */
const MAX_KEYTERM_TOKENS = 500;
const LETTERS_PER_TOKEN = 2;
/** Deepgram's advice: 300 to 500 ms for conversations, 100 ms for speech that switches languages. */
const ENDPOINTING_MS = 300;
const ENDPOINTING_MULTI_MS = 100;
/** For speech in noise, where no pause is found; Deepgram takes no less. */
const UTTERANCE_END_MS = 1_000;

export type DeepgramQuery = Readonly<Record<string, string | readonly string[]>>;

/** Query parameters of a live stream. */
export function liveQuery(
  model: string,
  options: SpeechOptions,
  languages: DeepgramLanguages,
): DeepgramQuery {
  const query = recordingQuery(model, options, languages);
  const endpointingMs = query['language'] === 'multi' ? ENDPOINTING_MULTI_MS : ENDPOINTING_MS;
  return {
    ...query,
    interim_results: 'true',
    endpointing: String(endpointingMs),
    utterance_end_ms: String(UTTERANCE_END_MS),
  };
}

/** Query parameters of a whole recording: those that streams have as well. */
export function recordingQuery(
  model: string,
  options: SpeechOptions,
  languages: DeepgramLanguages,
): DeepgramQuery {
  const { language, hints } = deepgramLanguage(options, languages);
  const keyterms = fittingKeyterms(options.keyterms, MAX_KEYTERM_TOKENS, (term) =>
    Math.ceil(term.length / LETTERS_PER_TOKEN),
  );
  return {
    language,
    ...(hints.length > 0 ? { language_hint: hints } : {}),
    ...(keyterms.length > 0 ? { [model.startsWith('nova-3') ? 'keyterm' : 'keywords']: keyterms } : {}),
    encoding: 'linear16',
    sample_rate: String(SPEECH_SAMPLE_RATE),
    channels: '1',
    punctuate: 'true',
    smart_format: 'true',
    filler_words: 'false',
    // Newer names of this parameter are unknown to servers that people run themselves.
    diarize: 'true',
    // What people say to their devices is nobody's training material.
    mip_opt_out: 'true',
  };
}
