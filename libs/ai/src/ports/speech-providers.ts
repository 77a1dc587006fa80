import type { SpeechToText } from './speech-to-text.js';

/** Who turns speech into text here. At least one. */
export abstract class SpeechProviders {
  /** The first that understands a language is asked; the next one takes over while it is away. */
  abstract readonly inOrder: readonly SpeechToText[];
}
