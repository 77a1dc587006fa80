import type { PartialUtterance, WallTimeline } from '#libs/transcription';
import type { SpanOrigin } from '../store/recording-session.js';

/** An utterance in a conversation's time. */
export interface PlacedSpeech {
  /** Seconds since the conversation's start. */
  readonly start: number;
  readonly end: number;
  readonly origin: SpanOrigin;
}

/**
 * Puts an utterance into the time of a conversation. The first one of a recording is placed by the clock on the wall; all others by their
 * distance from it in the recording itself. For the recording's clock is corrected while it runs (audio that was held up, or sent faster
 * than it was recorded), and only differences taken at one moment can be trusted.
 */
export function placeSpeech(
  utterance: PartialUtterance,
  startedAtMs: number,
  origin: SpanOrigin | null,
  timeline: WallTimeline,
): PlacedSpeech {
  if (!origin) {
    const start = Math.max(0, utterance.startMs - startedAtMs) / 1000;
    const end = start + (utterance.endMs - utterance.startMs) / 1000;
    return { start, end, origin: { position_ms: utterance.positionStartMs, seconds: start } };
  }
  const originMs = timeline.toWallMs(origin.position_ms) ?? 0;
  const startMs = timeline.toWallMs(utterance.positionStartMs) ?? originMs;
  const endMs = timeline.endToWallMs(utterance.positionEndMs) ?? originMs;
  const start = Math.max(0, origin.seconds + (startMs - originMs) / 1000);
  return { start, end: Math.max(start, origin.seconds + (endMs - originMs) / 1000), origin };
}
