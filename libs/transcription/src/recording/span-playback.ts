import type { CapturedFrame } from '../capture/capture-state.js';
import type { WallTimeline } from '../capture/wall-timeline.js';

/** A pause in the recording up to this long is kept as silence, so that the file runs with the wall clock; a longer one is left out. Source: the reference's audio artefacts. */
export const MAX_FILLED_PAUSE_MS = 90_000;

/** What lasts: so many samples at the clock's rate, from a position of the session's audio on. */
interface Lasting {
  readonly samples: number;
  readonly positionMs: number;
}

/** One thing to play. */
export type Played =
  | ({ readonly kind: 'frame'; readonly frame: CapturedFrame } & Lasting)
  | ({ readonly kind: 'silence' } & Lasting)
  /** From here on the file runs with the wall clock again, after a pause that was left out. */
  | { readonly kind: 'stretch'; readonly wallMs: number };

/** Plays a log's frames as they were recorded: pauses as silence, deleted sound as silence of its length, signs of life not at all. */
export async function* playSpan(
  frames: AsyncIterable<CapturedFrame>,
  timeline: WallTimeline,
  rate: number,
): AsyncGenerator<Played> {
  let previous: CapturedFrame | null = null;
  for await (const frame of frames) {
    if (frame.samples === 0 && frame.payload.length === 0) continue;
    const wallMs = timeline.toWallMs(frame.positionMs) ?? frame.receivedAtMs;
    const pauseMs = previous ? pauseBetween(previous, frame, timeline) : Infinity;
    if (pauseMs > MAX_FILLED_PAUSE_MS) yield { kind: 'stretch', wallMs };
    const { positionMs, samples } = frame;
    if (pauseMs > 0 && pauseMs <= MAX_FILLED_PAUSE_MS) {
      yield { kind: 'silence', samples: Math.round((pauseMs * rate) / 1_000), positionMs };
    }
    previous = frame;
    yield frame.erased
      ? { kind: 'silence', samples, positionMs }
      : { kind: 'frame', frame, samples, positionMs };
  }
}

function pauseBetween(previous: CapturedFrame, next: CapturedFrame, timeline: WallTimeline): number {
  if (!timeline.hasGapBetween(previous.positionMs, next.positionMs)) return 0;
  const endedMs = timeline.endToWallMs(next.positionMs) ?? 0;
  return Math.max(0, (timeline.toWallMs(next.positionMs) ?? 0) - endedMs);
}
