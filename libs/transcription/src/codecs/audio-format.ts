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

/** Hz in which positions of a session's audio are counted: 48,000 for Opus, else the announced rate. */
export function clockRate(format: AudioFormat): number {
  return isOpus(format.codec) ? OPUS_CLOCK_RATE : format.sampleRate;
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
