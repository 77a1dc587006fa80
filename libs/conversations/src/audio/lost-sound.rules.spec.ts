import { describe, expect, it } from 'vitest';
import type { CaptureSpan } from '../store/recording-session.js';
import { lostWithLog } from './lost-sound.rules.js';

const SPAN: CaptureSpan = {
  conversation_id: 'talk',
  from_ms: 10_000,
  to_ms: 200_000,
  state: 'kept',
  origin: { position_ms: 12_000, seconds: 0 },
};
const piece = (fromMs: number, toMs: number) => ({ fromMs, toMs, wallMs: 0, durationMs: toMs - fromMs });
const parts = (span: CaptureSpan, ...pieces: ReturnType<typeof piece>[]) =>
  lostWithLog(span, pieces).map(({ from_ms, to_ms, state }) => [from_ms, to_ms, state]);

describe('sound whose log is gone', () => {
  it('is lost where no piece of it was stored before', () => {
    expect(parts(SPAN, piece(10_000, 60_000), piece(60_000, 120_000))).toEqual([
      [10_000, 120_000, 'kept'],
      [120_000, 200_000, 'lost'],
    ]);
    expect(parts(SPAN, piece(60_000, 120_000))).toEqual([
      [10_000, 60_000, 'lost'],
      [60_000, 120_000, 'kept'],
      [120_000, 200_000, 'lost'],
    ]);
    expect(parts(SPAN)).toEqual([[10_000, 200_000, 'lost']]);
  });

  it('is not lost at all when all of it was', () => {
    expect(lostWithLog({ ...SPAN, to_ms: 60_000 }, [piece(10_000, 60_000)])).toEqual([
      { ...SPAN, to_ms: 60_000 },
    ]);
  });

  it('is as long as what is known of it where nobody knows how much there was', () => {
    expect(parts({ ...SPAN, to_ms: null }, piece(10_000, 60_000))).toEqual([[10_000, 60_000, 'kept']]);
    expect(parts({ ...SPAN, to_ms: null })).toEqual([[10_000, 10_000, 'kept']]);
  });
});
