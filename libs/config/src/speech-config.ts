import type { SpeechConfig, SpeechProviderName } from './app-config.js';
import type { ParsedEnvironment } from './variables.js';

/** What each provider cannot do without. */
const NEEDED: Readonly<Record<SpeechProviderName, readonly string[]>> = {
  local: [],
  deepgram: ['DEEPGRAM_API_KEY'],
  soniox: ['SONIOX_API_KEY'],
  speechmatics: ['SPEECHMATICS_API_KEY'],
  openai: ['OPENAI_SPEECH_URL', 'OPENAI_SPEECH_MODEL'],
  wyoming: ['WYOMING_URL'],
};

/** What providers that were named still lack. */
export function speechProblems(set: Readonly<Record<string, string>>): string[] {
  const named = (set['SPEECH_PROVIDERS'] ?? '').split(',').map((name) => name.trim());
  return named.flatMap((name) => {
    const needed = NEEDED[name as SpeechProviderName] ?? [];
    const missing = needed.filter((key) => set[key] === undefined && set[`${key}_FILE`] === undefined);
    return missing.map((key) => `SPEECH_PROVIDERS names ${name}, which needs ${key}.`);
  });
}

const orNull = (value: string | undefined): string | null => value ?? null;

/** Call it for an environment without `speechProblems`. */
export function speechConfigOf(env: ParsedEnvironment): SpeechConfig['providers'] {
  return {
    order: env.SPEECH_PROVIDERS ?? ['local'],
    deepgram: {
      apiKey: orNull(env.DEEPGRAM_API_KEY),
      url: orNull(env.DEEPGRAM_URL),
      model: env.DEEPGRAM_MODEL,
    },
    soniox: { apiKey: orNull(env.SONIOX_API_KEY), url: orNull(env.SONIOX_URL), model: env.SONIOX_MODEL },
    speechmatics: { apiKey: orNull(env.SPEECHMATICS_API_KEY), url: orNull(env.SPEECHMATICS_URL) },
    openai: {
      apiKey: orNull(env.OPENAI_SPEECH_API_KEY),
      url: orNull(env.OPENAI_SPEECH_URL),
      model: orNull(env.OPENAI_SPEECH_MODEL),
    },
    wyoming: { url: orNull(env.WYOMING_URL) },
  };
}
