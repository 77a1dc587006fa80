import { AppError } from '#libs/kernel';
import { isOpus, type AudioFormat } from './audio-format.js';
import { FrameClock } from './frame-clock.js';
import { Lc3Decoder } from './lc3-codec.js';
import { LC3_FRAME_BYTES } from './lc3-frame.js';

/** Frames judged together: a second or two of sound. */
const WINDOW_FRAMES = 100;
/**
 * Implausible ones among them that prove another codec. Random bytes give 97 as Opus, 69 as LC3 and 100 as AAC (see the spec); a device
 * that sends what it announced gives none, and a radio link so bad that it gives half has no recording to lose.
 */
const PROOF_FRAMES = 50;
/** A session whose first so many frames brought no proof is believed for good: broken frames alone never end it. */
const TRIAL_FRAMES = 500;

/**
 * Tells whether a client sends something else than it announced, from the frames alone. Sound without an order of its own, which is PCM,
 * can be anything; frames of one repeated byte, as of a muted microphone, prove nothing either way.
 */
export class WrongCodec {
  private readonly window: boolean[] = [];
  private judged = 0;
  private isProven = false;
  private readonly clock: FrameClock;
  private readonly lc3: Lc3Decoder | null;
  private lastConfiguration: number | null = null;

  constructor(private readonly format: AudioFormat) {
    this.clock = new FrameClock(format);
    this.lc3 = format.codec === 'lc3' || format.codec === 'lc3_fs1030' ? new Lc3Decoder() : null;
  }

  /** Takes in the session's frames, in order. True when they cannot be what was announced, and from then on. */
  judge(frames: readonly Uint8Array[]): boolean {
    for (const frame of frames) {
      if (this.isProven || this.judged >= TRIAL_FRAMES) break;
      if (isEvidence(frame)) this.weigh(!this.isPlausible(frame));
    }
    return this.isProven;
  }

  private weigh(isImplausible: boolean): void {
    this.judged += 1;
    this.window.push(isImplausible);
    if (this.window.length > WINDOW_FRAMES) this.window.shift();
    this.isProven = this.window.filter(Boolean).length >= PROOF_FRAMES;
    if (this.isProven || this.judged === TRIAL_FRAMES) this.lc3?.close();
  }

  private isPlausible(frame: Uint8Array): boolean {
    if (this.clock.advance(frame).fault !== undefined) return false;
    if (isOpus(this.format.codec)) return this.keepsConfiguration(frame);
    return this.lc3 === null || this.lc3.decode(frame.subarray(0, LC3_FRAME_BYTES)) !== null;
  }

  /** Mode, bandwidth and frame length stay as they are from one packet of a talk to the next, but for a rare change. */
  private keepsConfiguration(packet: Uint8Array): boolean {
    const configuration = packet[0]! >> 3;
    const isKept = this.lastConfiguration === null || this.lastConfiguration === configuration;
    this.lastConfiguration = configuration;
    return isKept;
  }
}

function isEvidence(frame: Uint8Array): boolean {
  return frame.some((byte) => byte !== frame[0]);
}

/** What the client of such a session is told before it is closed. */
export function codecMismatch(format: AudioFormat): AppError {
  return new AppError(
    'invalid',
    'CODEC_MISMATCH',
    `The frames of this session are not ${format.codec}. Announce the codec that the device records with, and connect again.`,
    { codec: format.codec, sampleRate: format.sampleRate },
  );
}
