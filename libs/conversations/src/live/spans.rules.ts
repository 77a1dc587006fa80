import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';

/** A new conversation's audio begins this much before its first word, so that the word is not cut. */
const LEAD_IN_MS = 500;

export function newSpan(conversationId: string, fromMs: number): CaptureSpan {
  return { conversation_id: conversationId, from_ms: fromMs, to_ms: null, state: 'kept', origin: null };
}

/** The span of the conversation that goes on, if one does. */
export function openSpan(session: Pick<RecordingSession, 'spans'>): CaptureSpan | null {
  const last = session.spans.at(-1);
  return last && last.to_ms === null ? last : null;
}

/** The span in which a position lies; gaps between conversations lie in none. */
export function spanAt(session: Pick<RecordingSession, 'spans'>, positionMs: number): CaptureSpan | null {
  const within = (span: CaptureSpan) => positionMs >= span.from_ms && positionMs < (span.to_ms ?? Infinity);
  return session.spans.find(within) ?? null;
}

/** The newest span of a conversation. */
export function spanOf(spans: readonly CaptureSpan[], conversationId: string): CaptureSpan | null {
  return spans.findLast((span) => span.conversation_id === conversationId) ?? null;
}

/** Ends what is open, or only what is open of one conversation. Never before it began. */
export function closeSpans(
  spans: readonly CaptureSpan[],
  atMs: number,
  conversationId?: string,
): CaptureSpan[] {
  const isMeant = (span: CaptureSpan) =>
    span.to_ms === null && (conversationId === undefined || span.conversation_id === conversationId);
  return spans.map((span) => (isMeant(span) ? { ...span, to_ms: Math.max(span.from_ms, atMs) } : span));
}

/** Ends the span that is open and begins one for the next conversation, at the first word but never inside what is stored already. */
export function beginSpan(
  session: Pick<RecordingSession, 'spans' | 'handled_ms'>,
  conversationId: string,
  firstWordMs: number,
): CaptureSpan[] {
  return beginSpanAt(session, conversationId, Math.max(session.handled_ms, firstWordMs - LEAD_IN_MS));
}

/** Ends the span that is open and begins one for the next conversation at a position, but never inside another span. */
export function beginSpanAt(
  session: Pick<RecordingSession, 'spans'>,
  conversationId: string,
  positionMs: number,
): CaptureSpan[] {
  const lastEndMs = Math.max(0, ...session.spans.map((span) => span.to_ms ?? span.from_ms));
  const fromMs = Math.max(lastEndMs, positionMs);
  return [...closeSpans(session.spans, fromMs), newSpan(conversationId, fromMs)];
}
