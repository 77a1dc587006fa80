/**
 * Numbers that can be heard: each is half a second of two tones, a bit every 20 ms, with a checksum, and then silence. A server that hears them
 * without a model finds every word that was lost, doubled or cut in any transcript, however the sound came to it.
 */
export const AUDIBLE_RATE = 16_000;
const BIT_SAMPLES = 320;
const NUMBER_BITS = 16;
const CHECK_BITS = 8;
/** One high bit to begin with. */
const BITS = 1 + NUMBER_BITS + CHECK_BITS;
const WORD_SAMPLES = BITS * BIT_SAMPLES;
const PAUSE_SAMPLES = 6_400;
/** From the beginning of one word to that of the next, milliseconds. */
export const AUDIBLE_WORD_MS = ((WORD_SAMPLES + PAUSE_SAMPLES) * 1_000) / AUDIBLE_RATE;

const LOW_HZ = 600;
const HIGH_HZ = 1_600;
const AMPLITUDE = 9_000;
/** Louder than this is sound. */
const AUDIBLE = 1_500;
/** Half-waves of a bit above which it is high: half way between the two tones. */
const HIGH_CROSSINGS = ((LOW_HZ + HIGH_HZ) * BIT_SAMPLES) / AUDIBLE_RATE;

export interface HeardWord {
  readonly text: string;
  /** Samples since the first one that was heard. */
  readonly start: number;
  readonly end: number;
}

export const audibleText = (value: number): string => `w${value}`;

/** A number from 0 to 65535 and the pause behind it. */
export function sayNumber(value: number): Int16Array {
  const bits = [1, ...bitsOf(value, NUMBER_BITS), ...bitsOf(checkOf(value), CHECK_BITS)];
  const samples = new Int16Array(WORD_SAMPLES + PAUSE_SAMPLES);
  let phase = 0;
  bits.forEach((bit, index) => {
    const step = (2 * Math.PI * (bit ? HIGH_HZ : LOW_HZ)) / AUDIBLE_RATE;
    for (let n = 0; n < BIT_SAMPLES; n += 1) {
      samples[index * BIT_SAMPLES + n] = Math.round(AMPLITUDE * Math.cos(phase));
      phase += step;
    }
  });
  return samples;
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, bit) => (value >> (count - 1 - bit)) & 1);
}

function checkOf(value: number): number {
  return ((value * 151) ^ (value >> 5) ^ 0xa5) & 0xff;
}

/** Hears numbers in a stream of samples. What begins or breaks off in the middle of a word is no word. */
export class AudibleWords {
  private buffer = new Int16Array(0);
  /** Sample number of `buffer[0]`. */
  private origin = 0;

  /** Samples heard so far of which no word is open. */
  get settled(): number {
    return this.origin;
  }
  get received(): number {
    return this.origin + this.buffer.length;
  }

  push(samples: Int16Array): HeardWord[] {
    const joined = new Int16Array(this.buffer.length + samples.length);
    joined.set(this.buffer);
    joined.set(samples, this.buffer.length);
    this.buffer = joined;
    const words: HeardWord[] = [];
    for (;;) {
      const onset = this.buffer.findIndex((sample) => Math.abs(sample) > AUDIBLE);
      if (onset < 0) this.forget(this.buffer.length);
      if (onset < 0 || this.buffer.length < onset + WORD_SAMPLES) return words;
      const value = numberAt(this.buffer.subarray(onset, onset + WORD_SAMPLES));
      const start = this.origin + onset;
      if (value !== null) words.push({ text: audibleText(value), start, end: start + WORD_SAMPLES });
      // Behind what was no word the next one may begin at any bit.
      this.forget(onset + (value === null ? BIT_SAMPLES : WORD_SAMPLES));
    }
  }

  private forget(samples: number): void {
    this.buffer = this.buffer.slice(samples);
    this.origin += samples;
  }
}

function numberAt(samples: Int16Array): number | null {
  const bits = Array.from({ length: BITS }, (_, bit) =>
    crossings(samples.subarray(bit * BIT_SAMPLES, (bit + 1) * BIT_SAMPLES)) > HIGH_CROSSINGS ? 1 : 0,
  );
  const value = valueOf(bits.slice(1, 1 + NUMBER_BITS));
  return bits[0] === 1 && valueOf(bits.slice(1 + NUMBER_BITS)) === checkOf(value) ? value : null;
}

function crossings(samples: Int16Array): number {
  let count = 0;
  for (let n = 1; n < samples.length; n += 1) if (samples[n - 1]! < 0 !== samples[n]! < 0) count += 1;
  return count;
}

function valueOf(bits: readonly number[]): number {
  return bits.reduce((value, bit) => value * 2 + bit, 0);
}
