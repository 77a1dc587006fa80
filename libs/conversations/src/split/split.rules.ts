import type { TranscriptSegment } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import type { ConversationTasks } from '../action-items/action-item-record.js';
import type { UserEdits } from '../edits/user-edits.js';
import { shifted } from '../merge/merge.rules.js';
import { NO_LABELS, type SpeakerLabelBook } from '../speakers/speaker-label.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';

/** Where to split: at a segment, or at a moment. The first segment of the new conversation is that one, or the first that begins then or later. */
export type SplitPoint = { readonly segmentId: string } | { readonly atSeconds: number };

/** A conversation as it lies in two. Seconds are since its start. */
export interface Cut {
  readonly kept: readonly TranscriptSegment[];
  readonly moved: readonly TranscriptSegment[];
  /** When the new conversation begins. */
  readonly atSeconds: number;
  /** From where on sound belongs to it: a little before its first word, so that no word is cut. */
  readonly soundSeconds: number;
}

/** How much before a word its sound may begin. */
const LEAD_SECONDS = 0.3;

/** Throws `not_found` SEGMENT_NOT_FOUND; `invalid` SPLIT_LEAVES_NOTHING when one of the two would have no words. */
export function cutAt(segments: readonly TranscriptSegment[], point: SplitPoint): Cut {
  const ordered = segments.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const index =
    'segmentId' in point
      ? ordered.findIndex(({ id }) => id === point.segmentId)
      : ordered.findIndex(({ start }) => start >= point.atSeconds);
  if (index < 0 && 'segmentId' in point) throw segmentNotFound(point.segmentId);
  if (index <= 0) throw leavesNothing();
  const [kept, moved] = [ordered.slice(0, index), ordered.slice(index)];
  const atSeconds = moved[0]!.start;
  const silence = Math.max(0, atSeconds - Math.max(...kept.map(({ end }) => end)));
  return { kept, moved, atSeconds, soundSeconds: atSeconds - Math.min(LEAD_SECONDS, silence / 2) };
}

/** The fields of the row that changes. */
export function keptFields(
  row: ConversationRow,
  { kept }: Cut,
): Partial<ConversationRow> & {
  transcript_segments: TranscriptSegment[];
} {
  const endSeconds = Math.max(...kept.map(({ end }) => end));
  return {
    transcript_segments: [...kept],
    finished_at: new Date(row.started_at.getTime() + endSeconds * 1_000),
    ...belongings(row, idsOf(kept)),
  };
}

/** The row that is new: what was known of the whole conversation is known of its part, but what was made of its words. */
export function movedRow(row: ConversationRow, id: string, cut: Cut, now: Date): ConversationRow {
  const offsetMs = cut.atSeconds * 1_000;
  const { user_edits, speaker_labels, tasks } = belongings(row, idsOf(cut.moved));
  return {
    ...newConversationRow(
      {
        id,
        source: row.source,
        language: row.language,
        timeoutSeconds: row.timeout_seconds,
        clientDeviceId: row.client_device_id,
        clientPlatform: row.client_platform,
      },
      now,
    ),
    created_at: new Date(row.created_at.getTime() + offsetMs),
    started_at: new Date(row.started_at.getTime() + offsetMs),
    finished_at: row.finished_at,
    transcript_segments: cut.moved.map((segment) => shifted(segment, -cut.atSeconds)),
    geolocation: row.geolocation,
    external_data: { split_metadata: { from: row.id, split_at: now } },
    visibility: row.visibility,
    folder_id: row.folder_id,
    voice_print_ids: row.voice_print_ids ?? [],
    user_edits: {
      ...(row.user_edits?.folder ? { folder: true } : {}),
      ...(user_edits?.segment_ids ? { segment_ids: user_edits.segment_ids } : {}),
    },
    speaker_labels,
    tasks,
    is_call: row.is_call ?? false,
  };
}

/** What goes with segments, for these alone. */
function belongings(
  { user_edits, speaker_labels = NO_LABELS, tasks = { ids: [], dismissed: [] } }: ConversationRow,
  ids: ReadonlySet<string>,
): { user_edits: UserEdits; speaker_labels: SpeakerLabelBook; tasks: ConversationTasks } {
  const by_segment = Object.entries(speaker_labels.by_segment).filter(([id]) => ids.has(id));
  const edited = user_edits?.segment_ids?.filter((id) => ids.has(id)) ?? [];
  return {
    user_edits: { ...user_edits, segment_ids: edited },
    speaker_labels: { ...speaker_labels, by_segment: Object.fromEntries(by_segment) },
    tasks: {
      ids: tasks.ids,
      dismissed: tasks.dismissed.filter(({ segment_ids }) => segment_ids.some((id) => ids.has(id))),
    },
  };
}

function idsOf(segments: readonly TranscriptSegment[]): Set<string> {
  return new Set(segments.map(({ id }) => id));
}

function segmentNotFound(segmentId: string): AppError {
  return new AppError('not_found', 'SEGMENT_NOT_FOUND', 'There is no such segment.', { segmentId });
}

function leavesNothing(): AppError {
  return new AppError(
    'invalid',
    'SPLIT_LEAVES_NOTHING',
    'Nothing is said on one side of this point. Choose a segment behind the first one.',
  );
}
