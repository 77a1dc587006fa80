import type { EndOfStream, ForceEndOfUtterance, StartRecognition } from '@speechmatics/real-time-client';
import type { AppError, Clock } from '#libs/kernel';
import { languageUnsupported } from '../language-support.js';
import {
  credentialsRefused,
  failureOfStatus,
  providerAway,
  quotaExhausted,
  rateLimited,
  requestRefused,
  retryAfterMsOf,
} from './provider-failures.js';
import { SPEECHMATICS_LANGUAGES } from './speechmatics-languages.js';
import {
  readSpeechmaticsMessage,
  speechmaticsWords,
  type SpeechmaticsMessage,
} from './speechmatics-messages.js';
import type { VendorLink, VendorNews } from './vendor-link.js';
import { VendorSocket } from './vendor-socket.js';

export const SPEECHMATICS = 'speechmatics';

/** The close code of an account that has all its streams open (docs.speechmatics.com/api-ref/realtime-transcription-websocket). */
const QUOTA_CLOSE_CODE = 4005;
/** The end of an utterance that was asked for may lie this much before the place that was asked for. */
const FINALIZE_TOLERANCE_SECONDS = 0.25;

/**
 * One live stream at Speechmatics. Its messages have the types of Speechmatics' own library; its socket does not come from there, because
 * that one lets a message that is not JSON end the process, writes what it does not know to the console, puts the key into the address, and
 * gives no way to see a refused handshake or to end a half-open connection (8.5.1).
 */
export class SpeechmaticsLink implements VendorLink {
  private readonly socket: VendorSocket;
  private delimiter = ' ';
  private sentPieces = 0;
  private finalSeconds = 0;
  private finalizeSeconds: number | null = null;
  private isReady = false;
  private isOver = false;

  constructor(
    account: { readonly url: string; readonly apiKey: string; readonly clock: Clock },
    private readonly request: StartRecognition,
    private readonly news: VendorNews,
  ) {
    this.socket = new VendorSocket(
      account.url,
      { Authorization: `Bearer ${account.apiKey}` },
      {
        onOpen: () => this.say(request),
        onText: (text) => this.onText(text),
        onBinary: () => news.onNonsense(),
        onPong: () => news.onSign(),
        onRefused: (status, retryAfter) =>
          this.fail(failureOfStatus(SPEECHMATICS, status, retryAfterMsOf(retryAfter, account.clock.nowMs()))),
        onClosed: (code) => this.fail(this.failureOfClose(code)),
      },
    );
  }

  get bufferedBytes(): number {
    return this.socket.bufferedBytes;
  }

  sendAudio(bytes: Uint8Array): void {
    this.sentPieces += 1;
    this.socket.send(bytes);
  }

  /** Speechmatics ends a stream that sends neither audio nor pings for three minutes. */
  keepAlive(): boolean {
    this.socket.ping();
    return true;
  }

  finalize(sentSeconds: number): void {
    this.finalizeSeconds = sentSeconds;
    this.say({ message: 'ForceEndOfUtterance', timestamp: sentSeconds });
  }

  end(): void {
    this.say({ message: 'EndOfStream', last_seq_no: this.sentPieces });
  }

  terminate(): void {
    this.isOver = true;
    this.socket.terminate();
  }

  private say(message: StartRecognition | EndOfStream | ForceEndOfUtterance): void {
    this.socket.send(JSON.stringify(message));
  }

  private onText(text: string): void {
    const message = readSpeechmaticsMessage(text);
    if (message) this.onMessage(message);
    else this.news.onNonsense();
  }

  private onMessage(message: SpeechmaticsMessage): void {
    switch (message.message) {
      case 'RecognitionStarted':
        this.isReady = true;
        this.delimiter = message.language_pack_info?.word_delimiter ?? ' ';
        return this.news.onReady();
      case 'AddPartialTranscript':
        return this.news.onPartialWords(speechmaticsWords(message.results, this.delimiter));
      case 'AddTranscript':
        this.finalSeconds = message.metadata.end_time;
        return this.news.onFinalWords(speechmaticsWords(message.results, this.delimiter), this.finalSeconds);
      case 'EndOfUtterance':
        return this.onUtteranceEnd(message.metadata?.end_time ?? 0);
      case 'EndOfTranscript':
        return this.news.onEnded();
      case 'Warning':
        // From here on it confirms audio and does not listen to it.
        return message.type === 'duration_limit_exceeded'
          ? this.fail(providerAway(SPEECHMATICS, 'ended'))
          : this.news.onSign();
      case 'Error':
        return this.fail(this.failureOfError(message.type));
      case 'Other':
        return this.news.onSign();
    }
  }

  /** The end of an utterance that was on its way already is no answer to `finalize`. */
  private onUtteranceEnd(endSeconds: number): void {
    this.news.onUtteranceEnd();
    if (this.finalizeSeconds === null) return;
    const reachedSeconds = Math.max(endSeconds, this.finalSeconds) + FINALIZE_TOLERANCE_SECONDS;
    if (reachedSeconds < this.finalizeSeconds) return;
    this.finalizeSeconds = null;
    this.news.onFinalized();
  }

  private failureOfError(type: string): AppError {
    switch (type) {
      case 'not_authorised':
      case 'not_allowed':
        return credentialsRefused(SPEECHMATICS);
      case 'quota_exceeded':
        return rateLimited(SPEECHMATICS);
      case 'timelimit_exceeded':
        return quotaExhausted(SPEECHMATICS);
      case 'invalid_language':
      case 'invalid_model':
        return languageUnsupported(this.request.transcription_config.language, SPEECHMATICS_LANGUAGES);
      case 'invalid_config':
      case 'invalid_message':
      case 'invalid_audio_type':
      case 'protocol_error':
        return requestRefused(SPEECHMATICS);
      default:
        return providerAway(SPEECHMATICS, 'failed');
    }
  }

  private failureOfClose(code: number): AppError {
    if (code === QUOTA_CLOSE_CODE) return rateLimited(SPEECHMATICS);
    return providerAway(SPEECHMATICS, this.isReady ? 'closed' : 'unreachable', code);
  }

  private fail(error: AppError): void {
    if (this.isOver) return;
    this.isOver = true;
    this.news.onFailure(error);
  }
}
