import { VISIBILITIES, type TranscriptSegment } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { withSound } from '../audio/audio-files.rules.js';
import type { UserEdits } from '../edits/user-edits.js';
import {
  newConversationRow,
  type ConversationHead,
  type ConversationRow,
} from '../store/conversation-row.js';
import { mergedLabels, numberingOf, withVoice } from './merged-voices.rules.js';

/** Gaps above this are told to who merges. Source: specification of the pipeline, §10. */
const LARGE_GAP_MS = 60 * 60_000;

/** Why conversations cannot be merged, as a stable code; null when they can. */
export function obstacleTo(head: ConversationHead): 'locked' | 'busy' | null {
  if (head.is_locked) return 'locked';
  return head.status === 'completed' ? null : 'busy';
}

/** In order of time. */
export function inOrderOfTime<T extends Pick<ConversationHead, 'started_at' | 'id'>>(
  heads: readonly T[],
): T[] {
  return heads.toSorted(
    (a, b) => a.started_at.getTime() - b.started_at.getTime() || a.id.localeCompare(b.id),
  );
}

/** What to tell about long silences between conversations; null when there are none. */
export function gapWarning(heads: readonly ConversationHead[]): string | null {
  const ordered = inOrderOfTime(heads);
  const gaps = ordered.slice(1).filter((head, index) => {
    const endMs = Math.max(...ordered.slice(0, index + 1).map(({ finished_at }) => finished_at.getTime()));
    return head.started_at.getTime() - endMs > LARGE_GAP_MS;
  });
  if (gaps.length === 0) return null;
  return 'More than an hour lies between some of these conversations. The silence is kept in the merged one.';
}

/**
 * What conversations become when they are merged: every word, picture and sound at the moment at which it was, on the clock of the first one.
 * So silences between them stay, and two devices that heard the same hour are interleaved. `sources`: in order of time, with all segments.
 * Source: specification of the pipeline, §10.
 */
export function mergedRow(id: string, sources: readonly ConversationRow[], now: Date): ConversationRow {
  const first = sources[0]!;
  const numberOf = numberingOf(sources);
  const finished_at = latest(sources.map((source) => source.finished_at));
  const row: ConversationRow = {
    ...newConversationRow(
      {
        id,
        source: first.source,
        language: first.language,
        timeoutSeconds: first.timeout_seconds,
        clientDeviceId: oneOf(sources, ({ client_device_id }) => client_device_id),
        clientPlatform: oneOf(sources, ({ client_platform }) => client_platform),
      },
      now,
    ),
    created_at: earliest(sources.map((source) => source.created_at)),
    started_at: first.started_at,
    finished_at,
    transcript_segments: mergedSegments(sources, numberOf),
    speaker_labels: mergedLabels(sources, numberOf),
    voice_print_ids: [...new Set(sources.flatMap(({ voice_print_ids = [] }) => voice_print_ids))],
    user_edits: mergedEdits(sources),
    tasks: mergedTasks(sources),
    geolocation: first.geolocation,
    external_data: { merge_metadata: { source_ids: sources.map((source) => source.id), merged_at: now } },
    app_id: oneOf(sources, ({ app_id }) => app_id),
    discarded: sources.every(({ discarded }) => discarded),
    visibility: mostRestrictive(sources),
    starred: sources.some(({ starred }) => starred),
    folder_id: commonFolder(sources),
    is_call: sources.every(({ is_call }) => is_call === true),
  };
  return {
    ...row,
    ...withSound(
      row,
      sources.flatMap(({ audio_files }) => audio_files),
    ),
  };
}

/** The folder in which all of those lie that lie in one; null when they do not agree. */
function commonFolder(sources: readonly ConversationHead[]): string | null {
  return oneOf(
    sources.filter(({ folder_id }) => folder_id !== null),
    ({ folder_id }) => folder_id,
  );
}

function mergedSegments(
  sources: readonly ConversationRow[],
  numberOf: ReturnType<typeof numberingOf>,
): TranscriptSegment[] {
  const startMs = sources[0]!.started_at.getTime();
  const segments = sources.flatMap(({ started_at, transcript_segments }, index) => {
    const offset = (started_at.getTime() - startMs) / 1_000;
    return transcript_segments.map((segment) =>
      withVoice(shifted(segment, offset), numberOf(index, segment.speaker_id)),
    );
  });
  return segments.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** To the millisecond, as segments are stored. */
export function shifted(segment: TranscriptSegment, seconds: number): TranscriptSegment {
  const move = (at: number) => Math.round((at + seconds) * 1_000) / 1_000;
  return { ...segment, start: move(segment.start), end: move(segment.end) };
}

/** Words stay corrected. Titles and summaries were of the parts: the whole gets its own. */
function mergedEdits(sources: readonly ConversationRow[]): UserEdits {
  const segment_ids = sources.flatMap(({ user_edits }) => user_edits?.segment_ids ?? []);
  const isFiled = sources.some(({ user_edits }) => user_edits?.folder);
  return { ...(segment_ids.length > 0 ? { segment_ids } : {}), ...(isFiled ? { folder: true } : {}) };
}

function mergedTasks(sources: readonly ConversationRow[]): NonNullable<ConversationRow['tasks']> {
  return {
    ids: [...new Set(sources.flatMap(({ tasks }) => tasks?.ids ?? []))],
    dismissed: sources.flatMap(({ tasks }) => tasks?.dismissed ?? []),
  };
}

function mostRestrictive(sources: readonly ConversationRow[]): ConversationRow['visibility'] {
  return VISIBILITIES.find((level) => sources.some(({ visibility }) => visibility === level)) ?? 'private';
}

/** The value on which all agree, or null. */
function oneOf<T, V>(items: readonly T[], valueOf: (item: T) => V): V | null {
  const values = new Set(items.map(valueOf));
  return values.size === 1 ? [...values][0]! : null;
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}

export function conversationMerging(): AppError {
  return new AppError(
    'conflict',
    'CONVERSATION_MERGING',
    'This conversation is being merged with others. Wait until that is done, or take the merge back.',
  );
}
