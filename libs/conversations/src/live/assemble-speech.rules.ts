import type { TranscriptSegment } from '#libs/contracts';
import { assembleSegments, toRawSegment } from '#libs/transcription';
import { applyVoiceLabels, moveLabels, protectedIdsOf } from '../speakers/speaker-labels.rules.js';
import { NO_LABELS } from '../speakers/speaker-label.js';
import { isEmptyRow, type ConversationRow } from '../store/conversation-row.js';
import type { RecordingSession, SpanOrigin } from '../store/recording-session.js';
import type { HeardSpeech } from './heard-speech.js';
import { placeSpeech } from './speech-place.rules.js';

/** A conversation with what was added to it. */
export interface AssembledSpeech {
  readonly row: ConversationRow;
  /** New and changed segments. */
  readonly changed: readonly TranscriptSegment[];
  /** Segments that were joined into others. */
  readonly removedIds: readonly string[];
  /** Where the words of each fresh segment are now. */
  readonly idOf: (freshId: string) => string;
}

/** Puts segments into a conversation, each with what was decided on its voice. `heardAt`: when the newest of it was said. */
export function addSegments(
  row: ConversationRow,
  fresh: readonly TranscriptSegment[],
  { isCall, heardAt, now }: { readonly isCall: boolean; readonly heardAt: Date; readonly now: Date },
): AssembledSpeech {
  const labelled = fresh.map((segment) => applyVoiceLabels(row, segment));
  const { segments, updated, removedIds, absorbed } = assembleSegments({
    stored: row.transcript_segments,
    fresh: labelled,
    protectedIds: new Set([...protectedIdsOf(row), ...(isCall ? otherVoice(row, labelled) : [])]),
  });
  const labels = moveLabels(row.speaker_labels ?? NO_LABELS, absorbed);
  const isFirst = isEmptyRow(row);
  return {
    row: {
      ...row,
      transcript_segments: segments,
      ...(row.speaker_labels ? { speaker_labels: labels } : {}),
      finished_at: isFirst || heardAt > row.finished_at ? heardAt : row.finished_at,
      updated_at: now,
    },
    changed: updated,
    removedIds,
    idOf: (id) => absorbed.get(id) ?? id,
  };
}

/** An utterance as a segment of the conversation, and where the recording's time and the conversation's meet. */
export function segmentOf(
  row: ConversationRow,
  session: RecordingSession,
  { utterance, timeline }: HeardSpeech,
  knownOrigin: SpanOrigin | null,
): { readonly segment: TranscriptSegment; readonly startedAt: Date; readonly origin: SpanOrigin } {
  const voice = session.call?.voice;
  // The voices of a call are recognized apart: what is told first need not have been said first, so the call itself is where time begins.
  const startedAtMs = isEmptyRow(row) && !voice ? utterance.startMs : row.started_at.getTime();
  const { start, end, origin } = placeSpeech(utterance, startedAtMs, knownOrigin, timeline);
  const times = { startMs: startedAtMs + start * 1000, endMs: startedAtMs + end * 1000 };
  const speaker = voice?.speaker ?? utterance.speaker;
  const raw = toRawSegment({ ...utterance, ...times, speaker }, startedAtMs, utterance.provider);
  return { segment: { ...raw, is_user: voice?.is_user ?? false }, startedAt: new Date(startedAtMs), origin };
}

/** On a call it is certain who speaks: a sentence must not be given to whoever the last segment is of. */
function otherVoice(row: ConversationRow, fresh: readonly TranscriptSegment[]): string[] {
  const last = row.transcript_segments.at(-1);
  return last && fresh.some((segment) => segment.speaker_id !== last.speaker_id) ? [last.id] : [];
}
