import type { AppError } from '#libs/kernel';
import type { VendorWord } from './vendor-word.js';

/**
 * One connection to a vendor, in terms that all vendors share. An adapter implements it for its vendor's protocol; `WordStream` makes a
 * `SpeechStream` of it. Nothing is sent before the vendor said that it is ready. None of these throws.
 */
export interface VendorLink {
  /** PCM, mono, 16 kHz, signed 16 bit, little endian. The memory is used again as soon as this returns: copy what is kept. */
  sendAudio(bytes: Uint8Array): void;
  /** Keeps the connection from being closed while there is no audio. Answers whether the vendor has to answer it. */
  keepAlive(): boolean;
  /** Asks for the final words of all audio so far, which is this long; `onFinalized` answers. */
  finalize(sentSeconds: number): void;
  /** Says that no more audio comes; `onEnded` answers after the last final words. */
  end(): void;
  /** Lets go of the connection at once. Harmless when it is gone. */
  terminate(): void;
  /** What was sent and has not left this machine. */
  readonly bufferedBytes: number;
}

/** What a vendor says. A link tells it to its stream, in the order in which it came, and nothing after `onFailure`. */
export interface VendorNews {
  /** It takes audio from now on. */
  onReady(): void;
  /** What follows the last final words sounds like this so far. Replaces the ones before. */
  onPartialWords(words: readonly VendorWord[]): void;
  /** These words will not change. Audio before `untilSeconds` is decided: what will be told later was said later. */
  onFinalWords(words: readonly VendorWord[], untilSeconds: number): void;
  /** Whoever spoke has paused: the words so far are one utterance. */
  onUtteranceEnd(): void;
  /** The final words of all audio before `finalize` have been told. */
  onFinalized(): void;
  /** The final words of all audio have been told. */
  onEnded(): void;
  /** Any other sign of life: an acknowledgement, a pong. */
  onSign(): void;
  /** Something that does not belong to the protocol. */
  onNonsense(): void;
  /** It cannot be used any more. */
  onFailure(error: AppError): void;
}
