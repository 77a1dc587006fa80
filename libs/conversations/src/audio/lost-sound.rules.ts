import type { CaptureSpan } from '../store/recording-session.js';
import type { Piece } from './piece.rules.js';

/** A span whose log is gone, in parts: `kept` where its pieces are stored, `lost` where there are none. A span of unknown end ends with them. */
export function lostWithLog(span: CaptureSpan, pieces: readonly Piece[]): CaptureSpan[] {
  const parts: CaptureSpan[] = [];
  const lastMs = pieces.at(-1)?.toMs ?? span.from_ms;
  const endMs = span.to_ms ?? lastMs;
  let atMs = span.from_ms;
  const add = (toMs: number, state: CaptureSpan['state']) => {
    if (toMs <= atMs) return;
    parts.push({
      ...span,
      from_ms: atMs,
      to_ms: toMs,
      state,
      origin: parts.length === 0 ? span.origin : null,
    });
    atMs = toMs;
  };
  for (const { fromMs, toMs } of pieces) {
    add(Math.min(fromMs, endMs), 'lost');
    add(Math.min(toMs, endMs), 'kept');
  }
  add(endMs, 'lost');
  return parts.length > 0 ? joined(parts) : [{ ...span, to_ms: endMs }];
}

/** Neighbours of one state are one. */
function joined(parts: readonly CaptureSpan[]): CaptureSpan[] {
  const spans: CaptureSpan[] = [];
  for (const part of parts) {
    const last = spans.at(-1);
    if (last?.state === part.state) spans[spans.length - 1] = { ...last, to_ms: part.to_ms };
    else spans.push(part);
  }
  return spans;
}
