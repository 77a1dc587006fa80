import { NO_FATE, type AudioFate } from './audio-fate.js';

interface Mark {
  readonly startMs: number;
  readonly endMs: number;
  readonly hasWords: boolean;
}

/** Splits the audio that a recognizer dealt with into what has words, what should have some, and silence: each millisecond once. */
export class StretchFates {
  private marks: Mark[] = [];

  constructor(private atMs: number) {}

  /** In order of time: somebody spoke here. */
  mark(startMs: number, endMs: number, hasWords: boolean): void {
    this.marks.push({ startMs, endMs, hasWords });
  }

  /** The fate of everything up to a position; what was marked there before counts. */
  advance(positionMs: number): AudioFate {
    if (positionMs <= this.atMs) return NO_FATE;
    let freeMs = this.atMs;
    let transcribedMs = 0;
    let wordlessMs = 0;
    for (const { startMs, endMs, hasWords } of this.marks) {
      const fromMs = Math.max(startMs, freeMs);
      const toMs = Math.min(endMs, positionMs);
      if (toMs <= fromMs) continue;
      if (hasWords) transcribedMs += toMs - fromMs;
      else wordlessMs += toMs - fromMs;
      freeMs = toMs;
    }
    const silentMs = positionMs - this.atMs - transcribedMs - wordlessMs;
    this.atMs = positionMs;
    this.marks = this.marks.filter(({ endMs }) => endMs > positionMs);
    const failed = wordlessMs > 0 ? { empty_unexpected: wordlessMs } : {};
    return { silentMs, transcribedMs, keptMs: 0, failed };
  }
}
