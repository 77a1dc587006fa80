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
import { sonioxStart } from './soniox-config.js';
import { SONIOX_LANGUAGES } from './soniox-languages.js';
import { SONIOX, SonioxLink } from './soniox-link.js';
import { WordStream } from './word-stream.js';

export interface SonioxOptions {
  readonly apiKey: string;
  /** Where live streams go; `wss://stt-rt.soniox.com/transcribe-websocket` when absent. */
  readonly url?: string | null;
  /** For example `stt-rt-v5`. */
  readonly model: string;
  readonly clock: Clock;
  readonly log?: Log;
}

const SONIOX_URL = 'wss://stt-rt.soniox.com/transcribe-websocket';
/** Soniox closes a stream that gets nothing for 20 s; every 5 to 10 s is what it suggests. */
const KEEP_ALIVE_MS = 7_000;

/** Speech to text by Soniox. */
export class SonioxSpeechToText extends SpeechToText {
  override readonly name = SONIOX;
  override readonly capabilities: SpeechCapabilities = {
    partialResults: true,
    diarization: true,
    wordTimes: true,
    languages: SONIOX_LANGUAGES,
    multilingual: true,
    keyterms: true,
    remote: true,
  };

  constructor(private readonly options: SonioxOptions) {
    super();
  }

  /** Nothing is loaded here. */
  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const { apiKey, url, model, clock, log } = this.options;
    const account = { apiKey, url: url ?? SONIOX_URL, clock };
    return WordStream.open(
      { provider: SONIOX, clock, log, keepAliveMs: KEEP_ALIVE_MS },
      events,
      (news) => new SonioxLink(account, sonioxStart(model, options), news),
    );
  }

  override transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    return transcribeRecording(samples, (events) => this.open(options, events));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
