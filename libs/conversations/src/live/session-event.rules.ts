import type { ConversationSessionEvent, ConversationStatus } from '#libs/contracts';

/** Of the envelope; changes when its meaning does. */
const LIFECYCLE_VERSION = 1;

const PHASES: Readonly<Record<ConversationStatus, string>> = {
  in_progress: 'recording',
  processing: 'processing',
  merging: 'processing',
  merged: 'completed',
  completed: 'completed',
  failed: 'failed',
};

/** The number of what is told of a conversation from before the recording: less than that of any of its own. */
export const BEFORE_RECORDING = 0;

/** Which conversation goes on, or what became of one, with the envelope by which a client knows stale news. */
export function sessionEventOf(
  { id, status }: { readonly id: string; readonly status: ConversationStatus },
  recordingSessionId: string,
  sequence: number,
): ConversationSessionEvent {
  return {
    conversation_id: id,
    status,
    recording_session_id: recordingSessionId,
    lifecycle_version: LIFECYCLE_VERSION,
    lifecycle_phase: PHASES[status],
    lifecycle_sequence: sequence,
  };
}
