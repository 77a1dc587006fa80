import type { AppError, Clock } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';
import { failureOfStatus, providerAway, retryAfterMsOf } from './provider-failures.js';
import type { SonioxStart } from './soniox-config.js';
import { SonioxMessages } from './soniox-messages.js';
import type { VendorLink, VendorNews } from './vendor-link.js';
import { VendorSocket } from './vendor-socket.js';

export const SONIOX = 'soniox';

export interface SonioxAccount {
  readonly apiKey: string;
  /** `wss://...`, path included. */
  readonly url: string;
  readonly clock: Clock;
}

/** A stream may hold 300 minutes; this one ends a little before, where the next can take over without a word cut in two. */
const MAX_STREAM_BYTES = 295 * 60 * SPEECH_SAMPLE_RATE * 2;
/** An empty frame says that no more audio comes. */
const NO_MORE = new Uint8Array(0);

/**
 * One live stream at Soniox. Not through @soniox/node: 2.3 sends the key in the first message, which Soniox refuses from 15 January 2027 on,
 * keeps the status of a refused handshake to itself, and cannot tell a half-open connection from a quiet one.
 */
export class SonioxLink implements VendorLink {
  private readonly socket: VendorSocket;
  private readonly messages: SonioxMessages;
  private sentBytes = 0;
  private hasAnswered = false;
  private isReady = false;
  private isOver = false;

  constructor(
    account: SonioxAccount,
    start: SonioxStart,
    private readonly news: VendorNews,
  ) {
    const { apiKey, url, clock } = account;
    this.messages = new SonioxMessages(news);
    this.socket = new VendorSocket(
      url,
      { authorization: `Bearer ${apiKey}` },
      {
        onOpen: () => this.onOpen(start),
        onText: (text) => this.onText(text),
        onBinary: () => news.onNonsense(),
        onPong: () => news.onSign(),
        onRefused: (status, retryAfter) =>
          this.fail(failureOfStatus(SONIOX, status, retryAfterMsOf(retryAfter, clock.nowMs()))),
        onClosed: (code) => this.fail(providerAway(SONIOX, this.isReady ? 'closed' : 'unreachable', code)),
      },
    );
  }

  get bufferedBytes(): number {
    return this.socket.bufferedBytes;
  }

  sendAudio(bytes: Uint8Array): void {
    this.sentBytes += bytes.byteLength;
    if (this.sentBytes > MAX_STREAM_BYTES) this.fail(providerAway(SONIOX, 'ended'));
    else this.socket.send(bytes);
  }

  keepAlive(): boolean {
    this.send({ type: 'keepalive' });
    // Soniox does not answer a keepalive; any WebSocket answers a ping.
    this.socket.ping();
    return true;
  }

  finalize(): void {
    this.send({ type: 'finalize' });
  }

  end(): void {
    this.socket.send(NO_MORE);
  }

  terminate(): void {
    this.isOver = true;
    this.socket.terminate();
  }

  /** Soniox does not say that it is ready: it answers audio, or with an error. */
  private onOpen(start: SonioxStart): void {
    this.send(start);
    this.isReady = true;
    this.news.onReady();
  }

  private onText(text: string): void {
    if (this.isOver) return;
    const code = this.messages.tell(text);
    if (code !== undefined) this.fail(this.failureOf(code));
    this.hasAnswered = true;
  }

  /** What was accepted once is no matter of configuration: then a 400 says that this stream went wrong. */
  private failureOf(code: number): AppError {
    const isStreamsFault = this.hasAnswered && code === 400;
    return isStreamsFault ? providerAway(SONIOX, 'failed', code) : failureOfStatus(SONIOX, code);
  }

  private send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  private fail(error: AppError): void {
    if (this.isOver) return;
    this.isOver = true;
    this.news.onFailure(error);
  }
}
