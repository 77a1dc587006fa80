import type { AppConfig, SpeechProviderName } from '#libs/config';
import { AppError, type Clock } from '#libs/kernel';
import type { Log, Metrics } from '#libs/observability';
import type { ModelStore, ModelProgress } from '../models/model-store.js';
import type { SpeechToText } from '../ports/speech-to-text.js';
import { GatedSpeechToText } from './gate/gated-speech-to-text.js';
import { SherpaSpeechToText } from './sherpa-speech-to-text.js';
import type { VoiceThread } from './voice-thread.js';

/** What providers are made of, besides their part of the configuration. */
export interface ProviderParts {
  readonly config: AppConfig['speech'];
  readonly store: ModelStore;
  readonly voices: VoiceThread;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly onFetch: ModelProgress;
}

type Maker = (parts: ProviderParts) => Promise<SpeechToText>;

/** A vendor's library is loaded when its provider is named, and never else. */
const MAKERS: Readonly<Record<SpeechProviderName, Maker>> = {
  local: ({ config: { model }, store, onFetch }) =>
    Promise.resolve(new SherpaSpeechToText({ model, store, onFetch })),
  deepgram: async (parts) => {
    const { DeepgramSpeechToText } = await import('./providers/deepgram-speech-to-text.js');
    const { clock, log, config } = parts;
    const { url, model, apiKey } = config.providers.deepgram;
    return gated(new DeepgramSpeechToText({ apiKey: needed(apiKey), url, model, clock, log }), parts);
  },
  soniox: async (parts) => {
    const { SonioxSpeechToText } = await import('./providers/soniox-speech-to-text.js');
    const { clock, log, config } = parts;
    const { url, model, apiKey } = config.providers.soniox;
    return gated(new SonioxSpeechToText({ apiKey: needed(apiKey), url, model, clock, log }), parts);
  },
  speechmatics: async (parts) => {
    const { SpeechmaticsSpeechToText } = await import('./providers/speechmatics-speech-to-text.js');
    const { clock, log, config } = parts;
    const { url, apiKey } = config.providers.speechmatics;
    return gated(new SpeechmaticsSpeechToText({ apiKey: needed(apiKey), url, clock, log }), parts);
  },
  openai: async ({ config, clock, voices }) => {
    const { OpenAiSpeechToText } = await import('./providers/openai-speech-to-text.js');
    const { url, model, apiKey } = config.providers.openai;
    return new OpenAiSpeechToText({ url: needed(url), model: needed(model), apiKey, clock, voices });
  },
  wyoming: async ({ config, clock, voices }) => {
    const { WyomingSpeechToText } = await import('./providers/wyoming-speech-to-text.js');
    return new WyomingSpeechToText({ url: needed(config.providers.wyoming.url), clock, voices });
  },
};

/** Makes the provider of this name; nothing of it runs before its first stream. */
export function createProvider(name: SpeechProviderName, parts: ProviderParts): Promise<SpeechToText> {
  return MAKERS[name](parts);
}

/** For those who are sent a stream; those who are sent utterances get no silence anyway. */
function gated(provider: SpeechToText, { config, voices, clock, metrics, log }: ProviderParts): SpeechToText {
  return new GatedSpeechToText(provider, { mode: config.gate, voices, clock, metrics, log });
}

function needed(value: string | null): string {
  if (value !== null) return value;
  throw new AppError(
    'bug',
    'SPEECH_PROVIDER_INCOMPLETE',
    'The configuration lets no provider be named without what it needs.',
  );
}
