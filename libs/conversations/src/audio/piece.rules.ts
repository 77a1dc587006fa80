import { MAX_FILLED_PAUSE_MS, OPUS_CLOCK_RATE, type AudioSpan, type WallTimeline } from '#libs/transcription';

/** How long a piece is at most: what a lost machine may cost, and what a player fetches at once. Source: the reference's pieces. */
export const PIECE_MS = 60_000;

/** A stretch of a recording that is stored as one blob. Positions are milliseconds of the recording. */
export interface Piece {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  /** When its first sample was recorded, epoch milliseconds. */
  readonly wallMs: number;
  /** What a player plays, to the sample. */
  readonly durationMs: number;
}

const MICROS = 1_000;
const ID = /^(\d+)-(\d+)-(\d+)-(\d+)$/;
/** Samples of Opus's clock in a millisecond. */
const SAMPLES_PER_MS = OPUS_CLOCK_RATE / 1_000;

/**
 * Everything about the piece, so that a listing of the blob store is enough to know them all, whoever wrote them and whatever became of
 * that machine: `{from}-{to}-{wall}-{samples}`, microseconds and samples at 48 kHz.
 */
export function pieceId({ fromMs, toMs, wallMs, durationMs }: Piece): string {
  const micros = [fromMs, toMs, wallMs].map((ms) => String(Math.round(ms * MICROS)));
  return [...micros, String(Math.round(durationMs * SAMPLES_PER_MS))].join('-');
}

/** Null when the name is not a piece's. */
export function pieceOf(id: string): Piece | null {
  const [, from, to, wall, samples] = ID.exec(id) ?? [];
  if (samples === undefined) return null;
  const [fromMs, toMs, wallMs] = [from, to, wall].map((micros) => Number(micros) / MICROS);
  return {
    fromMs: fromMs!,
    toMs: toMs!,
    wallMs: wallMs!,
    durationMs: Number(samples) / SAMPLES_PER_MS,
  };
}

/**
 * Where a span is cut into pieces: at each whole minute of the recording, and wherever it paused for so long that the pause is left out, so
 * that a piece runs with the wall clock from its beginning to its end. Where a span was cut before, it is cut again as it grows.
 */
export function cutSpan(span: AudioSpan, timeline: WallTimeline): AudioSpan[] {
  const cuts = new Set<number>();
  for (let at = nextWhole(span.fromMs); at < span.toMs; at += PIECE_MS) cuts.add(at);
  for (const { positionMs } of timeline.anchors) {
    const isWithin = positionMs > span.fromMs && positionMs < span.toMs;
    if (isWithin && pauseBefore(timeline, positionMs) > MAX_FILLED_PAUSE_MS) cuts.add(positionMs);
  }
  const edges = [span.fromMs, ...[...cuts].sort((a, b) => a - b), span.toMs];
  return edges.slice(1).flatMap((toMs, index) => {
    const fromMs = edges[index]!;
    return toMs > fromMs ? [{ fromMs, toMs }] : [];
  });
}

/** Whether a piece is exactly what the cut asks for. */
export function isPieceOf(cut: AudioSpan, piece: Piece): boolean {
  return isSame(cut.fromMs, piece.fromMs) && isSame(cut.toMs, piece.toMs);
}

function isSame(a: number, b: number): boolean {
  return Math.round(a * MICROS) === Math.round(b * MICROS);
}

function nextWhole(positionMs: number): number {
  return (Math.floor(positionMs / PIECE_MS) + 1) * PIECE_MS;
}

function pauseBefore(timeline: WallTimeline, positionMs: number): number {
  return (timeline.toWallMs(positionMs) ?? 0) - (timeline.endToWallMs(positionMs) ?? 0);
}
