import { DeepgramClient, DeepgramError } from '@deepgram/sdk';
import { AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { samplesToMs } from '../audio-frames.js';
import { assertLanguageSupported } from '../language-support.js';
import { deepgramLanguages, type DeepgramLanguages } from './deepgram-languages.js';
import { DEEPGRAM, DeepgramLink, deepgramEnvironment } from './deepgram-link.js';
import { recordingUtterances } from './deepgram-messages.js';
import { liveQuery, recordingQuery } from './deepgram-query.js';
import { failureOfStatus, providerAway, retryAfterMsOf } from './provider-failures.js';
import { UtteranceBuilder } from './utterance-builder.js';
import { WordStream } from './word-stream.js';

/** Deepgram closes a stream that gets nothing for 10 s and asks for a sign of life every 3 to 5 s. */
const KEEP_ALIVE_MS = 4_000;
/** Deepgram takes up to ten minutes for a recording and then gives up. */
const RECORDING_TIMEOUT_SECONDS = 600;
const DEEPGRAM_URL = 'https://api.deepgram.com';

export interface DeepgramOptions {
  readonly apiKey: string;
  /** Deepgram, or a server that speaks its protocol; `https://api.deepgram.com` when absent. */
  readonly url?: string | null;
  /** For example `nova-3`. */
  readonly model: string;
  readonly clock: Clock;
  readonly log?: Log;
}

/** Speech to text by Deepgram: streams over its WebSocket, recordings over HTTP. */
export class DeepgramSpeechToText extends SpeechToText {
  override readonly name = DEEPGRAM;
  override readonly capabilities: SpeechCapabilities;
  private readonly languages: DeepgramLanguages;
  private readonly url: string;

  constructor(private readonly options: DeepgramOptions) {
    super();
    this.url = options.url ?? DEEPGRAM_URL;
    this.languages = deepgramLanguages(options.model);
    this.capabilities = {
      partialResults: true,
      diarization: true,
      wordTimes: true,
      languages: this.languages.all,
      multilingual: this.languages.multilingual,
      keyterms: true,
      remote: true,
    };
  }

  /** Nothing is loaded here. */
  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const { clock, log, apiKey, model } = this.options;
    const query = liveQuery(model, options, this.languages);
    const account = { apiKey, model, clock, url: this.url };
    return WordStream.open(
      { provider: DEEPGRAM, clock, log, keepAliveMs: KEEP_ALIVE_MS },
      events,
      (news) => new DeepgramLink(account, query, news),
    );
  }

  override async transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const told: RecognizedUtterance[] = [];
    const builder = new UtteranceBuilder(
      (utterance) => void told.push(utterance),
      () => samplesToMs(samples.length),
    );
    for (const words of await this.wordsOf(samples, options)) {
      builder.add(words);
      builder.end();
    }
    return told;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  private async wordsOf(samples: Int16Array, options: SpeechOptions) {
    const { apiKey, model } = this.options;
    const client = new DeepgramClient({ apiKey, environment: deepgramEnvironment(this.url), maxRetries: 0 });
    const queryParams = { ...recordingQuery(model, options, this.languages) };
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    try {
      const answer = await client.listen.v1.media.transcribeFile(
        bytes,
        { model, utterances: true },
        { queryParams, timeoutInSeconds: RECORDING_TIMEOUT_SECONDS },
      );
      const utterances = recordingUtterances(answer);
      if (!utterances) throw providerAway(DEEPGRAM, 'nonsense');
      return utterances;
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : this.failureOf(thrown);
    }
  }

  private failureOf(thrown: unknown): AppError {
    if (!(thrown instanceof DeepgramError) || thrown.statusCode === undefined) {
      return providerAway(DEEPGRAM, 'unreachable');
    }
    const retryAfter = thrown.rawResponse?.headers.get('retry-after');
    return failureOfStatus(
      DEEPGRAM,
      thrown.statusCode,
      retryAfterMsOf(retryAfter, this.options.clock.nowMs()),
    );
  }
}
