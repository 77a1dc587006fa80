import { Decoder } from '@evan/opus';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';

/** Decoders kept for the next session; 18 KiB each. */
const MAX_SPARE = 1_024;

/**
 * The package frees a decoder only when the garbage collector happens to find it, which knows nothing of its native memory: ten thousand
 * short sessions would hold 180 MiB. So those of ended sessions are cleared and used again.
 */
const spare: Decoder[] = [];

/** A mono decoder at 16 kHz that remembers nothing. */
export function borrowOpusDecoder(): Decoder {
  return spare.pop() ?? new Decoder({ channels: 1, sample_rate: SPEECH_SAMPLE_RATE });
}

/** Gives a decoder back, once; whoever had it must not use it again. */
export function returnOpusDecoder(decoder: Decoder): void {
  if (spare.length >= MAX_SPARE) return;
  decoder.reset();
  spare.push(decoder);
}
