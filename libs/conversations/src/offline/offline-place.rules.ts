import type { TranscriptSegment } from '#libs/contracts';
import { assembleSegments } from '#libs/transcription';
import { applyVoiceLabels } from '../speakers/speaker-labels.rules.js';
import { isEmptyRow, type ConversationHead, type ConversationRow } from '../store/conversation-row.js';
import type { SpokenText } from './word-overlap.rules.js';

/** A stretch of time, epoch milliseconds. */
export interface WallSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Speech this near to a conversation belongs to it. Source: specification of the listen protocol, §8.3. */
export const NEAR_MS = 120_000;
/** Conversations that are looked into for the same words. */
const MAX_CANDIDATES = 4;

/** Conversations that speech of that time may belong to, the nearest first: by whichever of start and end is nearer. */
export function nearestFirst(heads: readonly ConversationHead[], speech: WallSpan): ConversationHead[] {
  const distance = ({ started_at, finished_at }: ConversationHead) =>
    Math.min(Math.abs(started_at.getTime() - speech.startMs), Math.abs(finished_at.getTime() - speech.endMs));
  return heads
    .filter((head) => mayTakeSpeech(head) && isNear(head, speech))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MAX_CANDIDATES);
}

function isNear({ started_at, finished_at }: ConversationHead, { startMs, endMs }: WallSpan): boolean {
  return finished_at.getTime() >= startMs - NEAR_MS && started_at.getTime() <= endMs + NEAR_MS;
}

/**
 * Channels of a call are known to be of certain people, one that is being merged is about to go, and what went into a locked one would be
 * out of its owner's sight.
 */
export function mayTakeSpeech({ status, is_call, is_locked }: ConversationHead): boolean {
  return status !== 'merging' && status !== 'merged' && !is_call && !is_locked;
}

/** An empty conversation in progress has no place in time yet: its first word gives it one. */
export function hasPlaceInTime(row: ConversationRow): boolean {
  return row.status !== 'in_progress' || !isEmptyRow(row);
}

/** What was said in a conversation, on the wall clock. */
export function spokenIn({ started_at, transcript_segments }: ConversationRow): SpokenText[] {
  const startedAtMs = started_at.getTime();
  return transcript_segments.map(({ text, start, end }) => ({
    text,
    startMs: startedAtMs + start * 1_000,
    endMs: startedAtMs + end * 1_000,
  }));
}

/** What changes of a conversation with more speech in it. */
export interface MergedSpeech {
  readonly fields: Pick<ConversationRow, 'transcript_segments' | 'started_at' | 'finished_at'>;
  /** By how much everything that was in it is later than its start now, seconds. */
  readonly shiftS: number;
  readonly freshIds: readonly string[];
}

/**
 * Puts segments among those of a conversation, in order of time. One that begins earlier than everything moves the conversation's start, and
 * what was said keeps its time on the wall clock. `fresh`: seconds since `row.started_at`, which may be negative.
 */
export function mergeSpeech(row: ConversationRow, fresh: readonly TranscriptSegment[]): MergedSpeech {
  const firstS = Math.min(...fresh.map(({ start }) => start));
  const shiftS = isEmptyRow(row) ? -firstS : Math.max(0, -firstS);
  const moved = (segment: TranscriptSegment): TranscriptSegment =>
    shiftS === 0
      ? segment
      : {
          ...segment,
          start: toMillisecond(segment.start + shiftS),
          end: toMillisecond(segment.end + shiftS),
        };
  const stored = row.transcript_segments.map(moved);
  const added = joinedBetween(
    stored,
    fresh.map((segment) => applyVoiceLabels(row, moved(segment))),
  );
  const startedAtMs = row.started_at.getTime() - Math.round(shiftS * 1_000);
  const lastMs = startedAtMs + Math.max(...added.map(({ end }) => end)) * 1_000;
  const finishedAtMs = isEmptyRow(row) ? lastMs : Math.max(row.finished_at.getTime(), lastMs);
  return {
    fields: {
      transcript_segments: [...stored, ...added].sort((a, b) => a.start - b.start || a.end - b.end),
      started_at: new Date(startedAtMs),
      finished_at: new Date(finishedAtMs),
    },
    shiftS,
    freshIds: added.map(({ id }) => id),
  };
}

/** Joins fresh segments with each other, but never over something that was said in between. */
function joinedBetween(
  stored: readonly TranscriptSegment[],
  fresh: readonly TranscriptSegment[],
): TranscriptSegment[] {
  const groups = Map.groupBy(fresh, ({ start }) => stored.filter((known) => known.start <= start).length);
  return [...groups.values()].flatMap((group) => assembleSegments({ stored: [], fresh: group }).segments);
}

function toMillisecond(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
