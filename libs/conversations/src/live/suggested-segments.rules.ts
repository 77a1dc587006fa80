import type { TranscriptSegment } from '#libs/contracts';
import { deterministicId, newId } from '#libs/kernel';
import { speakerLabel } from '#libs/transcription';
import { OWNER_VOICE } from '../speakers/speaker-label.js';
import type { SuggestedSegment } from './live-client.js';

/** Nothing lies further ahead of its arrival than a clock may be wrong, milliseconds; what does is taken to be said when it came. */
const MAX_AHEAD_MS = 60 * 60_000;
const MAX_SPEAKER = 9_999;

/** When second 0 of the client's time was, and what time it is; epoch milliseconds. */
export interface ClientTime {
  readonly zeroMs: number;
  readonly nowMs: number;
}

/** A segment as the client gave it, by the clock on the wall. */
export interface TimedSuggestion {
  readonly id: string;
  readonly segment: SuggestedSegment;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The client's segments in order of time, those without words left out. The same one again gets the same id, so that a client that heard no
 * answer may send it again. One without times is taken to be said when it came, and is a new one each time: two people may say the same.
 */
export function timedSuggestions(
  sessionId: string,
  segments: readonly SuggestedSegment[],
  time: ClientTime,
): TimedSuggestion[] {
  return segments
    .filter(({ text }) => text.trim() !== '')
    .map((segment) => ({ id: idOf(sessionId, segment), segment, ...wallTimes(segment, time) }))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

/** As it is stored in the conversation that began at `startedAtMs`. */
export function suggestedSegmentOf(
  { id, segment, startMs, endMs }: TimedSuggestion,
  startedAtMs: number,
): TranscriptSegment {
  const speaker = Number.isInteger(segment.speaker) ? Math.min(MAX_SPEAKER, Math.max(0, segment.speaker)) : 0;
  const isUser = segment.isUser || segment.personId === OWNER_VOICE;
  return {
    id,
    text: segment.text.trim(),
    speaker: speakerLabel(speaker),
    speaker_id: speaker,
    is_user: isUser,
    person_id: isUser ? null : segment.personId,
    start: secondsSince(startedAtMs, startMs),
    end: secondsSince(startedAtMs, endMs),
    translations: [],
    speech_profile_processed: true,
    stt_provider: segment.provider,
  };
}

function idOf(sessionId: string, segment: SuggestedSegment): string {
  if (!hasTimes(segment)) return newId();
  const { text, start, end, provider } = segment;
  return deterministicId('suggested', sessionId, text, String(start), String(end), provider ?? '');
}

function wallTimes({ start, end }: SuggestedSegment, { zeroMs, nowMs }: ClientTime) {
  const startMs = zeroMs + Math.max(0, start) * 1000;
  if (!hasTimes({ start, end }) || startMs > nowMs + MAX_AHEAD_MS) return { startMs: nowMs, endMs: nowMs };
  const endMs = Math.min(zeroMs + end * 1000, nowMs + MAX_AHEAD_MS);
  return { startMs, endMs: Math.max(startMs, endMs) };
}

function hasTimes({ start, end }: Pick<SuggestedSegment, 'start' | 'end'>): boolean {
  return Number.isFinite(start) && Number.isFinite(end) && end > 0;
}

function secondsSince(startedAtMs: number, atMs: number): number {
  return Math.max(0, Math.round(atMs - startedAtMs)) / 1000;
}
