import { SPEECH_OUTCOMES, type FailedOutcome } from '#libs/transcription';
import type { OfflineRecording, OfflineSpan } from '../offline/offline-recording.js';
import type { LedgerEntry, RecognitionFates, StorageFates } from './ledger.rules.js';

/**
 * Accounts for each second of a recording that reached the server as a file. How long it is, is known once somebody has decoded it: before,
 * and of a file that nobody can decode, nothing counts as received.
 */
export function importEntry(recording: OfflineRecording): LedgerEntry {
  const receivedMs = recording.duration_ms ?? 0;
  return {
    receivedMs,
    recognition: recognitionOf(recording, receivedMs),
    storage: storageOf(recording, receivedMs),
    lostFrames: null,
    findings: [],
  };
}

function recognitionOf({ spans }: OfflineRecording, receivedMs: number): RecognitionFates {
  const fates = {
    pending: 0,
    silent: 0,
    transcribed: 0,
    client_transcribed: 0,
    not_recognized: 0,
    uncounted: 0,
  };
  const failed: Partial<Record<FailedOutcome, number>> = {};
  if (!spans) return { ...fates, pending: receivedMs, failed };
  let silentMs = receivedMs;
  for (const span of spans) {
    const speechMs = spokenMs(span);
    silentMs -= speechMs;
    if (span.state === 'failed') {
      const outcome = outcomeOf(span);
      failed[outcome] = (failed[outcome] ?? 0) + speechMs;
    } else fates[span.state === 'waiting' ? 'pending' : 'transcribed'] += speechMs;
  }
  return { ...fates, silent: silentMs, failed };
}

/** The file lies in the blob store until every word of it is stored; then only the sound that conversations got of it is there. */
function storageOf({ state, spans }: OfflineRecording, receivedMs: number): StorageFates {
  const fates = { in_log: 0, stored: 0, silent: 0, duplicate: 0, discarded: 0, expired: 0, lost: 0 };
  if (state !== 'done') return { ...fates, stored: receivedMs };
  let silentMs = receivedMs;
  for (const span of spans ?? []) {
    const lengthMs = span.to_ms - span.from_ms;
    silentMs -= lengthMs;
    fates[soundFateOf(span)] += lengthMs;
  }
  return { ...fates, silent: silentMs };
}

function soundFateOf({ state, conversation_id }: OfflineSpan): 'stored' | 'duplicate' | 'discarded' {
  if (state === 'known') return 'duplicate';
  return conversation_id === '' ? 'discarded' : 'stored';
}

function spokenMs({ speech }: OfflineSpan): number {
  return speech.reduce((sum, atMs, index) => sum + (index % 2 === 0 ? -atMs : atMs), 0);
}

function outcomeOf({ failure_code: code }: OfflineSpan): FailedOutcome {
  const failures = SPEECH_OUTCOMES.filter(
    (outcome) => outcome !== 'success' && outcome !== 'expected_silence',
  );
  return failures.find((outcome) => outcome === code) ?? 'upstream_error';
}
