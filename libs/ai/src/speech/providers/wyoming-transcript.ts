import { languageCodeOf } from './language-names.js';
import type { WrittenUtterance } from './utterance-stream.js';
import type { WyomingOutcome } from './wyoming-exchange.js';
import type { WyomingEvent } from './wyoming-wire.js';

/** Nobody says as much in the 12 s of the longest utterance. */
const MAX_TEXT_CHARACTERS = 4_000;

/** Gathers the answer to one utterance: a transcript, or its pieces from servers that stream it and may leave out the whole. */
export class WyomingTranscript {
  private pieces = '';
  private language: string | undefined;

  /** @param findsLanguage whether the server was told no language, so that what it says about it was found out */
  constructor(private readonly findsLanguage: boolean) {}

  hear({ type, data = {} }: WyomingEvent): WyomingOutcome<WrittenUtterance> {
    if (this.findsLanguage && typeof data['language'] === 'string') {
      this.language = languageCodeOf(data['language']);
    }
    switch (type) {
      case 'transcript':
        return this.outcome(data['text']);
      case 'transcript-chunk':
        if (typeof data['text'] === 'string') this.pieces += data['text'];
        return this.pieces.length > MAX_TEXT_CHARACTERS ? { failed: 'nonsense' } : undefined;
      case 'transcript-stop':
        return this.outcome(this.pieces);
      case 'error':
        return { failed: 'failed' };
      default:
        return undefined;
    }
  }

  private outcome(text: unknown): WyomingOutcome<WrittenUtterance> {
    if (typeof text !== 'string' || text.length > MAX_TEXT_CHARACTERS) return { failed: 'nonsense' };
    return { answer: { text, language: this.language } };
  }
}
