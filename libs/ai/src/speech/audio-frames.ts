import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';

/** The voice detector hears 512 samples at a time; everything that is decided about sound is decided per frame. */
export const FRAME_SAMPLES = 512;
export const FRAME_MS = (FRAME_SAMPLES * 1000) / SPEECH_SAMPLE_RATE;

export function samplesToMs(samples: number): number {
  return Math.round((samples * 1000) / SPEECH_SAMPLE_RATE);
}

/** Samples as models want them: -1 to 1. */
export function toFloatSamples(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) floats[index] = samples[index]! / 32_768;
  return floats;
}

/** Loudness in dB: 0 is digital silence, 90 is a full-scale square wave. */
export function loudnessDb(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1);
}
