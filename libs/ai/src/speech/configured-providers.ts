import type { AppConfig, SpeechProviderName } from '#libs/config';
import { AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import type { ModelStore, ModelProgress } from '../models/model-store.js';
import type { SpeechToText } from '../ports/speech-to-text.js';
import { SherpaSpeechToText } from './sherpa-speech-to-text.js';
import type { VoiceThread } from './voice-thread.js';

/** What providers are made of, besides their part of the configuration. */
export interface ProviderParts {
  readonly config: AppConfig['speech'];
  readonly store: ModelStore;
  readonly voices: VoiceThread;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFetch: ModelProgress;
}

type Maker = (parts: ProviderParts) => SpeechToText | Promise<SpeechToText>;

/** A vendor's library is loaded when its provider is named, and never else. */
const MAKERS: Readonly<Record<SpeechProviderName, Maker>> = {
  local: ({ config: { model }, store, onFetch }) => new SherpaSpeechToText({ model, store, onFetch }),
  deepgram: async ({ config, clock, log }) => {
    const { DeepgramSpeechToText } = await import('./providers/deepgram-speech-to-text.js');
    const { url, model, apiKey } = config.providers.deepgram;
    return new DeepgramSpeechToText({ apiKey: needed(apiKey), url, model, clock, log });
  },
  openai: async ({ config, clock, voices }) => {
    const { OpenAiSpeechToText } = await import('./providers/openai-speech-to-text.js');
    const { url, model, apiKey } = config.providers.openai;
    return new OpenAiSpeechToText({ url: needed(url), model: needed(model), apiKey, clock, voices });
  },
};

/** Makes the provider of this name; nothing of it runs before its first stream. */
export async function createProvider(name: SpeechProviderName, parts: ProviderParts): Promise<SpeechToText> {
  return MAKERS[name](parts);
}

function needed(value: string | null): string {
  if (value !== null) return value;
  throw new AppError(
    'bug',
    'SPEECH_PROVIDER_INCOMPLETE',
    'The configuration lets no provider be named without what it needs.',
  );
}
