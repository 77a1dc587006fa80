import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WallTimeline } from '#libs/transcription';
import { cutSpan, isPieceOf, pieceId, pieceOf, PIECE_MS } from './piece.rules.js';

const STEADY = new WallTimeline([{ positionMs: 0, wallMs: 1_000_000 }]);
/** Two hours away after 90 s of sound, and 20 s after another 30. */
const WITH_PAUSES = new WallTimeline([
  { positionMs: 0, wallMs: 1_000_000 },
  { positionMs: 90_000, wallMs: 1_090_000 + 7_200_000 },
  { positionMs: 120_000, wallMs: 1_120_000 + 7_220_000 },
]);
const edges = (fromMs: number, toMs: number, timeline = STEADY) =>
  cutSpan({ fromMs, toMs }, timeline).map((cut) => [cut.fromMs, cut.toMs]);

describe('cutting a span into pieces', () => {
  it('cuts at whole minutes of the recording, wherever the span begins and ends', () => {
    expect(edges(12_345.5, 130_000)).toEqual([
      [12_345.5, 60_000],
      [60_000, 120_000],
      [120_000, 130_000],
    ]);
  });

  it('cuts where a long pause is left out, and not at a short one', () => {
    expect(edges(0, 119_000, WITH_PAUSES)).toEqual([
      [0, 60_000],
      [60_000, 90_000],
      [90_000, 119_000],
    ]);
  });

  it('makes nothing of a span without length', () => {
    expect(edges(60_000, 60_000)).toEqual([]);
  });

  it('cuts a span that has grown where it was cut before, without a hole and without an overlap', () => {
    const position = fc.double({ min: 0, max: 600_000, noNaN: true });
    fc.assert(
      fc.property(position, position, position, (a, b, c) => {
        const [fromMs, toMs, laterMs] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const before = cutSpan({ fromMs, toMs }, WITH_PAUSES);
        const after = cutSpan({ fromMs, toMs: laterMs }, WITH_PAUSES);
        expect(after.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
        after.forEach((cut, index) => {
          expect(cut.toMs).toBeGreaterThan(cut.fromMs);
          expect(cut.toMs - cut.fromMs).toBeLessThanOrEqual(PIECE_MS);
          expect(cut.fromMs).toBe(after[index - 1]?.toMs ?? fromMs);
        });
        if (after.length > 0) expect(after.at(-1)!.toMs).toBe(laterMs);
      }),
    );
  });
});

describe("a piece's name", () => {
  it('says everything about it', () => {
    const piece = { fromMs: 12_345.5, toMs: 60_000, wallMs: 1_763_876_543_210.25, durationMs: 47_660 };
    expect(pieceId(piece)).toBe('12345500-60000000-1763876543210250-2287680');
    expect(pieceOf(pieceId(piece))).toEqual(piece);
    expect(isPieceOf(piece, pieceOf(pieceId(piece))!)).toBe(true);
    expect(isPieceOf({ ...piece, toMs: 59_999 }, piece)).toBe(false);
  });

  it('is not mistaken for another file', () => {
    expect(pieceOf('5b0f0d52-1a6e-5ad0-9c3f-0c9a1f6f1c11')).toBeNull();
  });
});
