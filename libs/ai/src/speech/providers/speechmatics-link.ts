import type { EndOfStream, ForceEndOfUtterance, StartRecognition } from '@speechmatics/real-time-client';
import type { AppError, Clock } from '#libs/kernel';
import { failureOfStatus, providerAway, retryAfterMsOf } from './provider-failures.js';
import { failureOfClose, failureOfError, SPEECHMATICS } from './speechmatics-failures.js';
import {
  readSpeechmaticsMessage,
  speechmaticsWords,
  type SpeechmaticsMessage,
} from './speechmatics-messages.js';
import type { VendorLink, VendorNews } from './vendor-link.js';
import { VendorSocket } from './vendor-socket.js';

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
        onClosed: (code) => this.fail(failureOfClose(code, this.isReady)),
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
        return this.onStarted(message.language_pack_info);
      case 'AddPartialTranscript':
        return this.news.onPartialWords(speechmaticsWords(message.results, this.delimiter));
      case 'AddTranscript':
        this.finalSeconds = message.metadata.end_time;
        return this.news.onFinalWords(speechmaticsWords(message.results, this.delimiter), this.finalSeconds);
      case 'EndOfUtterance':
        return this.onUtteranceEnd(message.metadata);
      case 'EndOfTranscript':
        return this.news.onEnded();
      case 'Warning':
        return this.onWarning(message.type);
      case 'Error':
        return this.fail(failureOfError(message.type, this.request.transcription_config.language));
      case 'Other':
        return this.news.onSign();
    }
  }

  private onStarted(pack: { readonly word_delimiter?: string | undefined } = {}): void {
    this.isReady = true;
    this.delimiter = pack.word_delimiter ?? ' ';
    this.news.onReady();
  }

  private onWarning(type: string): void {
    // From here on it confirms audio and does not listen to it.
    if (type === 'duration_limit_exceeded') this.fail(providerAway(SPEECHMATICS, 'ended'));
    else this.news.onSign();
  }

  /** The end of an utterance that was on its way already is no answer to `finalize`. */
  private onUtteranceEnd({
    end_time: endSeconds = 0,
  }: { readonly end_time?: number | undefined } = {}): void {
    this.news.onUtteranceEnd();
    if (this.finalizeSeconds === null) return;
    const reachedSeconds = Math.max(endSeconds, this.finalSeconds) + FINALIZE_TOLERANCE_SECONDS;
    if (reachedSeconds < this.finalizeSeconds) return;
    this.finalizeSeconds = null;
    this.news.onFinalized();
  }

  private fail(error: AppError): void {
    if (this.isOver) return;
    this.isOver = true;
    this.news.onFailure(error);
  }
}
