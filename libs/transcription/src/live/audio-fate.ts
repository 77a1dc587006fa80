import type { FailedOutcome } from './speech-outcome.js';

/**
 * What became of audio, in milliseconds. As increments they may be negative where audio changes its fate: words found in a second pass take
 * back that they were missed. Summed over a session they are the audio that was dealt with, to the millisecond of its handled position.
 */
export interface AudioFate {
  /** Judged to hold no speech. */
  readonly silentMs: number;
  /** Covered by utterances. */
  readonly transcribedMs: number;
  /** Kept as it is because nobody was to recognize it. */
  readonly keptMs: number;
  /** Speech without words, by why. */
  readonly failed: Readonly<Partial<Record<FailedOutcome, number>>>;
}

export const NO_FATE: AudioFate = { silentMs: 0, transcribedMs: 0, keptMs: 0, failed: {} };

export function addFates(a: AudioFate, b: AudioFate): AudioFate {
  const failed: Partial<Record<FailedOutcome, number>> = { ...a.failed };
  for (const [outcome, ms] of Object.entries(b.failed) as [FailedOutcome, number][]) {
    failed[outcome] = (failed[outcome] ?? 0) + ms;
  }
  return {
    silentMs: a.silentMs + b.silentMs,
    transcribedMs: a.transcribedMs + b.transcribedMs,
    keptMs: a.keptMs + b.keptMs,
    failed,
  };
}

/** All audio that has a fate. */
export function totalMs(fate: AudioFate): number {
  return fate.silentMs + fate.transcribedMs + fate.keptMs + failedMs(fate);
}

export function failedMs(fate: AudioFate): number {
  return Object.values(fate.failed).reduce((sum, ms) => sum + ms, 0);
}
