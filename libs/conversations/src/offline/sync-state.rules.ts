import type { OfflineRecording, OfflineSpan } from './offline-recording.js';

export const SYNC_STATUSES = ['queued', 'processing', 'completed', 'partial_failure', 'failed'] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** How far an upload is. */
export interface SyncState {
  readonly status: SyncStatus;
  /** Whether nothing of it will change any more. */
  readonly isFinal: boolean;
  /** Whether everything of it was tried at least once. */
  readonly isTried: boolean;
  /** Parts: spans of speech, and one for each recording that cannot be read. */
  readonly total: number;
  readonly successful: number;
  /** Given up. */
  readonly failed: number;
  /** Failed so far, and to be tried again. */
  readonly failing: number;
  /** Why something failed: stable words, each once. */
  readonly reasons: readonly string[];
  /** About how long until what failed is tried again; null when nothing waits for that. */
  readonly retryAfterMs: number | null;
  /** How long ago the oldest of it was recorded. */
  readonly ageMs: number;
  /** Conversations that began with it, and others that got words of it. */
  readonly newIds: readonly string[];
  readonly updatedIds: readonly string[];
}

/** The longest wait between attempts. */
const MAX_BACKOFF_MS = 600_000;

export function syncStateOf(
  recordings: readonly OfflineRecording[],
  { nowMs, backoffMs }: { readonly nowMs: number; readonly backoffMs: number },
): SyncState {
  const waiting = recordings.filter(({ state }) => state === 'waiting');
  const failing = waiting.filter(({ failures }) => failures > 0);
  const spans = recordings.flatMap((recording) => recording.spans ?? []);
  const unreadable = recordings.filter(isLostAsAWhole).length;
  const failed = count(spans, 'failed') + unreadable;
  const stored = spans.filter(({ state, conversation_id: id }) => state === 'stored' && id !== '');
  const newIds = unique(stored.filter(({ is_new: isNew }) => isNew).map((span) => span.conversation_id));
  const ids = unique(stored.map((span) => span.conversation_id));
  const unheard = failing.filter(({ spans: known }) => !known).length;
  const total = spans.length + unreadable + unheard;
  const retryTimes = failing.map(
    ({ updated_at: at, failures }) =>
      at.getTime() + Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (failures - 1)) - nowMs,
  );
  return {
    status: statusOf(recordings, waiting, { failed, total }),
    isFinal: waiting.length === 0,
    isTried: waiting.every(({ failures }) => failures > 0),
    total,
    successful: count(spans, 'stored') + count(spans, 'known'),
    failed,
    failing: failing.reduce((sum, { spans: own }) => sum + (own ? count(own, 'waiting') : 1), 0),
    reasons: unique(recordings.flatMap(({ failure_code: code }) => code ?? [])),
    retryAfterMs: retryTimes.length > 0 ? Math.max(0, Math.min(...retryTimes)) : null,
    ageMs: nowMs - Math.min(...recordings.map(({ recorded_at: at }) => at.getTime())),
    newIds,
    updatedIds: ids.filter((id) => !newIds.includes(id)),
  };
}

function statusOf(
  recordings: readonly OfflineRecording[],
  waiting: readonly OfflineRecording[],
  { failed, total }: { readonly failed: number; readonly total: number },
): SyncStatus {
  if (waiting.length > 0) {
    const isUntouched = recordings.every(
      ({ spans, failures, state }) => state === 'waiting' && !spans && !failures,
    );
    return isUntouched ? 'queued' : 'processing';
  }
  if (failed === 0) return 'completed';
  return failed === total ? 'failed' : 'partial_failure';
}

/** Given up for another reason than words that nobody found. */
function isLostAsAWhole({ state, spans }: OfflineRecording): boolean {
  return state === 'failed' && !spans?.some((span) => span.state === 'failed');
}

function count(spans: readonly OfflineSpan[], state: OfflineSpan['state']): number {
  return spans.filter((span) => span.state === state).length;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
