import { AppError, type Clock } from '#libs/kernel';
import {
  assertLanguageSupported,
  isAnyLanguage,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechProviders,
} from '#libs/ai';
import type { Log } from '#libs/observability';
import { ProviderCircuit } from './provider-circuit.js';

/** The speech providers of this process, in order, and how each of them stands. */
export class SpeechChain {
  private readonly circuits: readonly ProviderCircuit[];

  constructor(providers: SpeechProviders, clock: Clock, log: Log) {
    this.circuits = providers.inOrder.map((speech) => new ProviderCircuit(speech, clock, log));
  }

  /** Throws `invalid` LANGUAGE_UNSUPPORTED: no waiting helps against that. */
  assertSupports(language: string): void {
    if (!this.circuits.some(({ capabilities }) => takes(capabilities, language)))
      throw this.languageUnsupported(language);
  }

  /**
   * At least one, in order: those who understand what will be spoken. Where nobody does, those who take it all the same, and where there are
   * none, those who will say why not.
   */
  candidatesFor(options: SpeechOptions): readonly ProviderCircuit[] {
    const taking = this.circuits.filter(({ capabilities }) => takes(capabilities, options.language));
    const understanding = taking.filter(({ capabilities }) => understands(capabilities, options));
    return [understanding, taking, this.circuits].find((circuits) => circuits.length > 0)!;
  }

  private languageUnsupported(language: string): AppError {
    const supported = [...new Set(this.circuits.flatMap(({ capabilities }) => capabilities.languages))];
    return new AppError(
      'invalid',
      'LANGUAGE_UNSUPPORTED',
      `No speech recognizer here understands '${language}'; they understand ${supported.join(', ')}. ` +
        'Choose one of these, or name a recognizer for that language in SPEECH_PROVIDERS.',
      { language, supported },
    );
  }
}

function takes({ languages }: SpeechCapabilities, language: string): boolean {
  try {
    assertLanguageSupported(language, languages);
    return true;
  } catch {
    return false;
  }
}

/** Somebody with one language writes nonsense when another one is spoken: `multi` is for those who know several, or all that the owner speaks. */
function understands(capabilities: SpeechCapabilities, options: SpeechOptions): boolean {
  if (!isAnyLanguage(options.language) || capabilities.multilingual) return true;
  const { languages = [] } = options;
  return languages.length > 0 && languages.every((language) => takes(capabilities, language));
}
