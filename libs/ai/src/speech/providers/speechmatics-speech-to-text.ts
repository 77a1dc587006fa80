import type { Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { assertLanguageSupported } from '../language-support.js';
import { transcribeRecording } from '../transcribe-recording.js';
import { SPEECHMATICS } from './speechmatics-failures.js';
import { SPEECHMATICS_LANGUAGES } from './speechmatics-languages.js';
import { SpeechmaticsLink } from './speechmatics-link.js';
import { startRecognition } from './speechmatics-request.js';
import { WordStream } from './word-stream.js';

/** Speechmatics asks for a ping every 20 to 60 s. */
const KEEP_ALIVE_MS = 20_000;
const SPEECHMATICS_URL = 'wss://eu2.rt.speechmatics.com/v2';

export interface SpeechmaticsOptions {
  readonly apiKey: string;
  /** Speechmatics, or a server that speaks its protocol; `wss://eu2.rt.speechmatics.com/v2` when absent. */
  readonly url?: string | null;
  readonly clock: Clock;
  readonly log?: Log;
}

/**
 * Speech to text by Speechmatics, over its real-time protocol. Recordings go the same way, faster than real time: its batch service has a
 * library and an address of its own, and would give the same words.
 */
export class SpeechmaticsSpeechToText extends SpeechToText {
  override readonly name = SPEECHMATICS;
  override readonly capabilities: SpeechCapabilities = {
    partialResults: true,
    diarization: true,
    wordTimes: true,
    languages: SPEECHMATICS_LANGUAGES,
    // Some sets of languages may be mixed, any may not.
    multilingual: false,
    keyterms: true,
    remote: true,
  };

  constructor(private readonly options: SpeechmaticsOptions) {
    super();
  }

  /** Nothing is loaded here. */
  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const { clock, log, apiKey } = this.options;
    const account = { apiKey, clock, url: this.options.url ?? SPEECHMATICS_URL };
    return WordStream.open(
      { provider: SPEECHMATICS, clock, log, keepAliveMs: KEEP_ALIVE_MS },
      events,
      (news) => new SpeechmaticsLink(account, startRecognition(options), news),
    );
  }

  override transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    return transcribeRecording(samples, (events) => this.open(options, events));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
