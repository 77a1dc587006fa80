import { AppError } from '#libs/kernel';
import { CODECS, SAMPLE_RATES, type Codec } from '#libs/contracts';

/** What a device's frames are: fixed for the life of a session. */
export interface AudioFormat {
  readonly codec: Codec;
  /** Hz, as announced; samples before resampling. */
  readonly sampleRate: number;
}

export function isOpus(codec: Codec): boolean {
  return codec === 'opus' || codec === 'opus_fs320';
}

/** Opus counts time in samples at 48 kHz whatever the coded bandwidth is (RFC 6716 §2). */
export const OPUS_CLOCK_RATE = 48_000;

/**
 * Ticks a second in which AAC is counted. A frame is 1,024 samples at the rate in its own header, which may differ from the announced one;
 * this is the lowest rate at which a frame of every rate that ADTS knows lasts a whole number of ticks, so that hours of frames never drift.
 */
export const AAC_CLOCK_RATE = 55_125;

/** Hz in which positions of a session's audio are counted: of its own for Opus and AAC, else the announced rate. */
export function clockRate(format: AudioFormat): number {
  if (isOpus(format.codec)) return OPUS_CLOCK_RATE;
  return format.codec === 'aac' ? AAC_CLOCK_RATE : format.sampleRate;
}

/**
 * Accepts what a client announced, or says what it could announce instead.
 * Errors: `invalid` CODEC_UNSUPPORTED, SAMPLE_RATE_UNSUPPORTED, both with `allowed` in the details.
 */
export function validateFormat(codec: string, sampleRate: number): AudioFormat {
  const known = CODECS.find((name) => name === codec);
  if (!known) {
    throw new AppError(
      'invalid',
      'CODEC_UNSUPPORTED',
      `This server does not understand that codec. Announce one of: ${CODECS.join(', ')}.`,
      { allowed: CODECS },
    );
  }
  const allowed = SAMPLE_RATES[known];
  if (!allowed.includes(sampleRate)) {
    throw new AppError(
      'invalid',
      'SAMPLE_RATE_UNSUPPORTED',
      `Codec ${known} is not taken at that sample rate. Announce one of: ${allowed.join(', ')} Hz.`,
      { codec: known, allowed },
    );
  }
  return { codec: known, sampleRate };
}
