import { AAC_CLOCK_RATE } from './audio-format.js';

/** Hz by the sampling frequency index of a header (ISO/IEC 14496-3, table 1.18); the indexes above have no meaning in ADTS. */
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;
/** A header without the checksum that may follow it. */
const HEADER_BYTES = 7;
const CHECKSUM_BYTES = 2;
/** Samples of one raw data block at the rate of its header. */
const BLOCK_SAMPLES = 1_024;

/** One AAC frame with its header (ISO/IEC 14496-3, 1.A.2). */
export interface AdtsFrame {
  /** Header and content. */
  readonly bytes: Uint8Array;
  /** Hz of the coded samples, of the core layer where the frame holds high-efficiency AAC. */
  readonly sampleRate: number;
  /** At `sampleRate`: 1,024 a raw data block, of which a frame holds one to four. */
  readonly samples: number;
}

/** The frame at the start of `message`; null where there is no header, or the message ends before the frame does. */
function readFrame(message: Uint8Array): AdtsFrame | null {
  if (message.length < HEADER_BYTES) return null;
  // Twelve bits of sync word, then two of layer, which are zero.
  if (message[0] !== 0xff || (message[1]! & 0xf6) !== 0xf0) return null;
  const sampleRate = RATES[(message[2]! >> 2) & 0x0f];
  const length = ((message[3]! & 0x03) << 11) | (message[4]! << 3) | (message[5]! >> 5);
  const header = (message[1]! & 0x01) === 0 ? HEADER_BYTES + CHECKSUM_BYTES : HEADER_BYTES;
  if (sampleRate === undefined || length <= header || length > message.length) return null;
  const samples = ((message[6]! & 0x03) + 1) * BLOCK_SAMPLES;
  return { bytes: message.subarray(0, length), sampleRate, samples };
}

/** The whole frames at the start of a message, and whether they are all of it. */
export function adtsFrames(message: Uint8Array): { frames: AdtsFrame[]; isWhole: boolean } {
  const frames: AdtsFrame[] = [];
  let at = 0;
  while (at < message.length) {
    const frame = readFrame(message.subarray(at));
    if (!frame) return { frames, isWhole: false };
    frames.push(frame);
    at += frame.bytes.length;
  }
  return { frames, isWhole: true };
}

/** How long a frame plays, in ticks of the AAC clock: always a whole number. */
export function adtsTicks(frame: AdtsFrame): number {
  return (frame.samples * AAC_CLOCK_RATE) / frame.sampleRate;
}
