import { SPEECH_SAMPLE_RATE } from '#libs/ai';

/** 20 ms. */
const FRAME = SPEECH_SAMPLE_RATE / 50;
/** A frame is speech when it is louder than this (-50 dB of full scale) and than `RISE` times the background. */
const QUIET_RMS = 100;
const RISE = 2;
/** The background is as loud as the quietest tenth of all frames, but at least `VOICE_RISE` times quieter than the loudest tenth. */
const SHARE = 0.1;
const VOICE_RISE = 4;
/** Frames of a pause that stay: one second. Source: specification of listening, §9. */
const KEPT_PAUSE_FRAMES = 50;

/** A recording without the silence before, after and in long pauses, of which a second is kept. Empty when nobody speaks. */
export function trimSilence(samples: Int16Array): Int16Array {
  const loudness = Array.from({ length: Math.floor(samples.length / FRAME) }, (_, frame) =>
    rmsOf(samples.subarray(frame * FRAME, (frame + 1) * FRAME)),
  );
  const sorted = loudness.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const background = Math.min(at(SHARE), at(1 - SHARE) / VOICE_RISE);
  const threshold = Math.max(QUIET_RMS, RISE * background);
  const kept: Int16Array[] = [];
  let pause = Infinity;
  loudness.forEach((rms, frame) => {
    if (rms >= threshold) {
      const lead = pause === Infinity ? 0 : Math.min(pause, KEPT_PAUSE_FRAMES);
      kept.push(samples.subarray((frame - lead) * FRAME, (frame + 1) * FRAME));
      pause = 0;
    } else pause += 1;
  });
  return joined(kept);
}

function rmsOf(samples: Int16Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return Math.sqrt(squares / samples.length);
}

function joined(pieces: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}
