import { describe, expect, it } from 'vitest';
import type { SuggestedSegment } from './live-client.js';
import { suggestedSegmentOf, timedSuggestions } from './suggested-segments.rules.js';

const TIME = { zeroMs: 1_000_000, nowMs: 1_060_000 };
const said = (start: number, end: number, more: Partial<SuggestedSegment> = {}): SuggestedSegment => ({
  text: 'The kettle is on.',
  speaker: 0,
  isUser: false,
  personId: null,
  start,
  end,
  provider: null,
  ...more,
});
const timed = (segment: SuggestedSegment) => timedSuggestions('session', [segment], TIME)[0]!;

describe('what a client recognized', () => {
  it('lies where the client says, counted from its second 0', () => {
    expect(timed(said(2, 4.5))).toMatchObject({ startMs: 1_002_000, endMs: 1_004_500 });
  });

  it.each([
    ['no times', said(0, 0)],
    ['times that are none', said(Number.NaN, Infinity)],
    ['a time that is far ahead', said(1e12, 1e12 + 3)],
  ])('with %s lies where it came', (_, segment) => {
    expect(timed(segment)).toMatchObject({ startMs: TIME.nowMs, endMs: TIME.nowMs });
  });

  it('never ends before it starts, and never starts before second 0', () => {
    expect(timed(said(8, 3))).toMatchObject({ startMs: 1_008_000, endMs: 1_008_000 });
    expect(timed(said(-5, 3))).toMatchObject({ startMs: 1_000_000, endMs: 1_003_000 });
  });

  it('has the same id again, unless words, times, recognizer or session differ', () => {
    const { id } = timed(said(2, 4));
    expect(timed(said(2, 4)).id).toBe(id);
    const others = [said(2, 4.1), said(2.1, 4), said(2, 4, { text: 'No.' }), said(2, 4, { provider: 'x' })];
    const ids = [
      ...others.map((other) => timed(other).id),
      timedSuggestions('other', [said(2, 4)], TIME)[0]!.id,
    ];
    expect(new Set([id, ...ids]).size).toBe(6);
  });

  it('is in order of time, without what has no words', () => {
    const segments = [said(9, 10), said(1, 2), said(3, 4, { text: '  ' })];
    expect(timedSuggestions('session', segments, TIME).map(({ startMs }) => startMs)).toEqual([
      1_001_000, 1_009_000,
    ]);
  });

  it.each([
    [-3, 'SPEAKER_00'],
    [1.5, 'SPEAKER_00'],
    [7, 'SPEAKER_07'],
    [1e9, 'SPEAKER_9999'],
  ])('of speaker %d has a label that can be read back', (speaker, label) => {
    const segment = suggestedSegmentOf(timed(said(2, 4, { speaker })), TIME.zeroMs);
    expect(segment.speaker).toBe(label);
    expect(Number(label.slice(8))).toBe(segment.speaker_id);
  });
});
