import type { RecognizedUtterance } from '../../ports/speech-to-text.js';
import { FRAME_MS } from '../audio-frames.js';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** What is settled: speech of which no words came, and up to where that is known. */
export interface Settled {
  readonly gaps: readonly Span[];
  readonly positionMs: number;
}

/** A pause this short is part of what is said around it. */
const MERGE_MS = 320;
/** Detectors and recognizers draw the edges of words differently by this much. */
const EDGE_MS = 400;
/** Shorter speech without words is a breath or a cough. */
const MIN_GAP_MS = 1_000;
/** A gap that goes on for this long is told as far as it has come. */
const MAX_OPEN_GAP_MS = 10_000;

/** Finds speech of which no words came: what a detector heard, against what a recognizer told. */
export class SpeechCoverage {
  private voiced: Span[] = [];
  private covered: Span[] = [];
  private voicedMs = 0;

  /** All that was heard of voices so far. */
  get speechMs(): number {
    return this.voicedMs;
  }

  /** In order: a voice was heard in the frame that begins here. */
  voice(startMs: number): void {
    const endMs = startMs + FRAME_MS;
    this.voicedMs += FRAME_MS;
    const last = this.voiced.at(-1);
    if (last && startMs - last.endMs <= MERGE_MS) {
      this.voiced[this.voiced.length - 1] = { startMs: last.startMs, endMs };
    } else this.voiced.push({ startMs, endMs });
  }

  /** In order: this was told. */
  words({ startMs, endMs, words }: RecognizedUtterance): void {
    const spans = words && words.length > 0 ? words : [{ startMs, endMs }];
    for (const span of spans) {
      this.covered.push({ startMs: span.startMs - EDGE_MS, endMs: span.endMs + EDGE_MS });
    }
  }

  /** No more words will come for what is before this position. Of speech that goes on there, and has no words yet, nothing is settled. */
  settle(positionMs: number): Settled {
    const gaps: Span[] = [];
    let settledMs = positionMs;
    for (let span = this.voiced[0]; span && span.startMs < positionMs; span = this.voiced[0]) {
      const limitMs = Math.min(span.endMs, positionMs);
      const freeMs = this.walk(span.startMs, limitMs, gaps);
      if (span.endMs > positionMs && limitMs - freeMs < MAX_OPEN_GAP_MS) {
        this.voiced[0] = { startMs: Math.max(freeMs, span.startMs), endMs: span.endMs };
        settledMs = Math.min(freeMs, positionMs);
        break;
      }
      if (limitMs - freeMs >= MIN_GAP_MS) gaps.push({ startMs: freeMs, endMs: limitMs });
      if (span.endMs <= positionMs) this.voiced.shift();
      else this.voiced[0] = { startMs: limitMs, endMs: span.endMs };
    }
    this.covered = this.covered.filter(({ endMs }) => endMs > settledMs);
    return { gaps, positionMs: settledMs };
  }

  /** Gathers the gaps before and between what is covered; answers where that ends. */
  private walk(startMs: number, limitMs: number, gaps: Span[]): number {
    let freeMs = startMs;
    for (const span of this.covered) {
      if (span.startMs >= limitMs) break;
      if (span.startMs - freeMs >= MIN_GAP_MS) gaps.push({ startMs: freeMs, endMs: span.startMs });
      freeMs = Math.max(freeMs, span.endMs);
    }
    return freeMs;
  }
}
