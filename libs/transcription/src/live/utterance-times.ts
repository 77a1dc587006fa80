import { deterministicId } from '#libs/kernel';
import type { CaptureLog } from '../capture/capture-log.js';
import type { LiveUtterance, PartialUtterance } from './live-utterance.js';
import type { PlacedUtterance } from './placed-utterance.js';

/** Says when things were said, by the clock on the wall. */
export class UtteranceTimes {
  private lastEndMs = -Infinity;

  constructor(private readonly log: CaptureLog) {}

  ofPartial(utterance: PlacedUtterance): PartialUtterance {
    const { timeline, header } = this.log;
    const startMs = timeline.toWallMs(utterance.positionStartMs) ?? header.startedAtMs;
    const endMs = timeline.endToWallMs(utterance.positionEndMs) ?? header.startedAtMs;
    // A suspected pause that turns out to be none takes time back; what was said later must not be told as said earlier.
    const laterStartMs = Math.max(Math.round(startMs), this.lastEndMs);
    return { ...utterance, startMs: laterStartMs, endMs: Math.max(Math.round(endMs), laterStartMs) };
  }

  ofFinal(utterance: PlacedUtterance): LiveUtterance {
    const timed = this.ofPartial(utterance);
    this.lastEndMs = timed.endMs;
    return { id: this.idOf('utterance', utterance), ...timed };
  }

  /** Of words that are found later than what was said after them. */
  ofFound(utterance: PlacedUtterance): LiveUtterance {
    const { timeline, header } = this.log;
    const startMs = Math.round(timeline.toWallMs(utterance.positionStartMs) ?? header.startedAtMs);
    const endMs = Math.round(timeline.endToWallMs(utterance.positionEndMs) ?? header.startedAtMs);
    return { id: this.idOf('found', utterance), ...utterance, startMs, endMs: Math.max(startMs, endMs) };
  }

  private idOf(kind: string, { positionStartMs }: PlacedUtterance): string {
    return deterministicId(kind, this.log.header.sessionId, String(Math.round(positionStartMs)));
  }
}
