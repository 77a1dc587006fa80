import { describe, expect, it } from 'vitest';
import type { CaptureSpan } from '../store/recording-session.js';
import { beginSpan, closeSpans, openSpan, spanAt } from './spans.rules.js';

const span = (conversation_id: string, from_ms: number, to_ms: number | null): CaptureSpan => ({
  conversation_id,
  from_ms,
  to_ms,
  state: 'kept',
  origin: null,
});

describe('spans of a recording', () => {
  it('has one open span, the last, or none', () => {
    expect(openSpan({ spans: [] })).toBeNull();
    expect(openSpan({ spans: [span('a', 0, 10)] })).toBeNull();
    expect(openSpan({ spans: [span('a', 0, 10), span('b', 10, null)] })).toMatchObject({
      conversation_id: 'b',
    });
  });

  it('knows which conversation a position belongs to', () => {
    const session = { spans: [span('a', 0, 10), span('b', 20, null)] };
    const at = (positionMs: number) => spanAt(session, positionMs)?.conversation_id ?? null;
    expect([0, 9, 10, 19, 20, 1_000_000].map(at)).toEqual(['a', 'a', null, null, 'b', 'b']);
  });

  it('begins the next span a little before its first word, and ends the one before there', () => {
    const spans = beginSpan({ spans: [span('a', 0, null)], handled_ms: 3_000 }, 'b', 9_000);
    expect(spans).toEqual([span('a', 0, 8_500), span('b', 8_500, null)]);
  });

  it('never begins a span inside audio whose words are stored, or inside another span', () => {
    expect(beginSpan({ spans: [span('a', 0, null)], handled_ms: 8_900 }, 'b', 9_000).at(-1)!.from_ms).toBe(
      8_900,
    );
    expect(beginSpan({ spans: [span('a', 0, 8_700)], handled_ms: 0 }, 'b', 9_000).at(-1)!.from_ms).toBe(
      8_700,
    );
    expect(beginSpan({ spans: [], handled_ms: 0 }, 'b', 100)).toEqual([span('b', 0, null)]);
  });

  it('ends what is open, never before it began, and only of the conversation that is meant', () => {
    const spans = [span('a', 0, 10), span('b', 20, null)];
    expect(closeSpans(spans, 5)).toEqual([span('a', 0, 10), span('b', 20, 20)]);
    expect(closeSpans(spans, 50, 'a')).toEqual(spans);
    expect(closeSpans(spans, 50, 'b')).toEqual([span('a', 0, 10), span('b', 20, 50)]);
  });
});
