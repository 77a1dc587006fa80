import { describe, expect, it } from 'vitest';
import { noise } from '../testing/noise.js';
import { MAX_SPAN_MS, speechSpans } from './speech-spans.rules.js';

const said = (...pairs: [number, number][]) => pairs.map(([startMs, endMs]) => ({ startMs, endMs }));
const bounds = (...pairs: [number, number][]) =>
  speechSpans(said(...pairs), 10_000_000).map(({ fromMs, toMs }) => [fromMs, toMs]);

describe('what of a recording is recognized', () => {
  it('is speech, with a little of what is around it', () => {
    expect(bounds([5_000, 8_000])).toEqual([[4_700, 8_700]]);
    expect(speechSpans(said([100, 8_000]), 8_200)).toMatchObject([{ fromMs: 0, toMs: 8_200 }]);
  });

  it('is one span as long as pauses are shorter than two minutes', () => {
    expect(bounds([0, 2_000], [121_900, 125_000])).toEqual([[0, 125_700]]);
    expect(bounds([0, 2_000], [122_000, 125_000])).toEqual([
      [0, 2_700],
      [121_700, 125_700],
    ]);
  });

  it('leaves out what is shorter than a second', () => {
    expect(bounds([0, 900], [300_000, 301_000])).toEqual([[299_700, 301_700]]);
    expect(bounds()).toEqual([]);
  });

  it('tells long silence within a span apart from speech', () => {
    const [span] = speechSpans(said([1_000, 2_000], [5_000, 6_000], [60_000, 61_000]), 100_000);
    expect(span!.speech).toEqual(said([700, 6_700], [59_700, 61_700]));
  });

  it('is cut in the longest pause of the second half when it is long', () => {
    const minute = (n: number) => [n * 60_000, n * 60_000 + (n === 7 ? 50_000 : 58_000)] as [number, number];
    const spans = speechSpans(said(...Array.from({ length: 15 }, (_, n) => minute(n))), 10_000_000);
    expect(spans.map(({ fromMs }) => fromMs)).toEqual([0, 8 * 60_000 - 300]);
  });

  it('is cut in the middle of sound that never pauses', () => {
    expect(bounds([0, 2.5 * MAX_SPAN_MS]).map(([from]) => from)).toEqual([0, MAX_SPAN_MS, 2 * MAX_SPAN_MS]);
  });

  it('holds every voiced moment of it exactly once, in bearable spans', () => {
    const random = noise(7);
    const next = (below: number) => Math.floor(random.next().value * below);
    for (let round = 0; round < 200; round += 1) {
      const voiced: [number, number][] = [];
      for (let at = next(5_000); voiced.length < 60;) {
        const end = at + 1_000 + next(round % 2 ? 5_000 : 200_000);
        voiced.push([at, end]);
        at = end + 400 + next(round % 3 ? 3_000 : 150_000);
      }
      const spans = speechSpans(said(...voiced), 1e9);
      for (const { fromMs, toMs } of spans) expect(toMs - fromMs).toBeLessThanOrEqual(MAX_SPAN_MS + 1_000);
      spans.slice(1).forEach((span, index) => expect(span.fromMs).toBeGreaterThanOrEqual(spans[index]!.toMs));
      const covered = spans.flatMap(({ speech }) => speech);
      for (const [startMs, endMs] of voiced) {
        const heard = covered.reduce(
          (sum, part) => sum + Math.max(0, Math.min(part.endMs, endMs) - Math.max(part.startMs, startMs)),
          0,
        );
        expect(heard).toBe(endMs - startMs);
      }
    }
  });
});
