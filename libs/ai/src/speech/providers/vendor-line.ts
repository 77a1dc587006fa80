import type { Clock } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';
import { AudioPieces } from './audio-pieces.js';
import { SilenceWatch } from './silence-watch.js';
import type { VendorLink } from './vendor-link.js';

/** A minute of audio that does not leave this machine: the network is too slow for it, and the audio is safe where it came from. */
const MAX_BUFFERED_BYTES = 60 * SPEECH_SAMPLE_RATE * 2;
const MS_PER_BYTE = 1_000 / (SPEECH_SAMPLE_RATE * 2);

/** What a stream sends to its vendor: audio in pieces, questions, and a keep-alive when there is neither. Knows whether an answer is due. */
export class VendorLine {
  /** Audio that the vendor was given. */
  sentMs = 0;
  /** When something was sent last, monotonic milliseconds. */
  sentAtMs: number;
  private readonly pieces = new AudioPieces((bytes) => this.send(bytes));
  private readonly watch = new SilenceWatch();
  private isClosed = false;

  /** `keepAliveMs`: without audio for so long, a keep-alive is sent. */
  constructor(
    private readonly link: VendorLink,
    private readonly clock: Clock,
    private readonly keepAliveMs: number,
  ) {
    this.sentAtMs = clock.monotonicMs();
  }

  get isCongested(): boolean {
    return this.link.bufferedBytes > MAX_BUFFERED_BYTES;
  }

  add(samples: Int16Array): void {
    this.pieces.add(samples);
  }

  /** Sends what does not fill a piece. */
  sendRest(): void {
    this.pieces.sendRest();
  }

  /** Asks for the final words of all audio so far. */
  finalize(): void {
    this.ask(() => this.link.finalize(Math.round(this.sentMs) / 1_000));
  }

  /** Says that no more audio comes. */
  end(): void {
    this.ask(() => this.link.end());
  }

  keepAliveIfDue(nowMs: number): void {
    if (nowMs - this.sentAtMs < this.keepAliveMs) return;
    this.sentAtMs = nowMs;
    if (this.link.keepAlive()) this.watch.asked(nowMs);
  }

  /** The vendor takes audio from now on: there was nothing to keep alive before. */
  ready(): void {
    this.sentAtMs = this.clock.monotonicMs();
  }

  /** The vendor gave a sign of life. */
  answered(): void {
    this.watch.answered();
  }

  /** Whether an answer is overdue. */
  isMute(nowMs: number): boolean {
    return this.watch.isMute(nowMs);
  }

  /** Lets go of the connection; nothing is sent any more. */
  close(): void {
    this.isClosed = true;
    this.link.terminate();
  }

  private send(bytes: Uint8Array): void {
    this.sentMs += bytes.byteLength * MS_PER_BYTE;
    this.ask(() => this.link.sendAudio(bytes));
  }

  /** Sends something that the vendor has to answer. */
  private ask(send: () => void): void {
    if (this.isClosed) return;
    this.sentAtMs = this.clock.monotonicMs();
    this.watch.asked(this.sentAtMs);
    send();
  }
}
