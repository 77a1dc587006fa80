import { encodeOpus } from '../recordings.js';
import { AUDIBLE_RATE, sayNumber } from './audible-words.js';

/** A number that is said, or a pause. */
export type Sound = number | { readonly pauseMs: number };

/** Samples at 16 kHz of numbers and pauses, one after the other. Each number ends with a short pause of its own. */
export function samplesOfSounds(...sounds: readonly Sound[]): Int16Array {
  const parts = sounds.map((sound) =>
    typeof sound === 'number' ? sayNumber(sound) : new Int16Array((sound.pauseMs * AUDIBLE_RATE) / 1_000),
  );
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

/** The same as packets of 20 ms. */
export function opusOfSounds(...sounds: readonly Sound[]): Uint8Array[] {
  return encodeOpus(samplesOfSounds(...sounds));
}
