import type { Codec, ConversationSource } from '#libs/contracts';
import { addFates, NO_FATE, type AudioFate } from '#libs/transcription';

/**
 * What became of a stretch of recorded audio. `kept`: lies in the capture log until its conversation is final. `stored`: lies in the blob
 * store. `silent`: nobody spoke, let go. `erased`: its conversation was deleted. `expired`: the retention that was configured was over.
 * `lost`: the log is gone, and it was not in the blob store yet.
 */
export type SpanState = 'kept' | 'stored' | 'silent' | 'erased' | 'expired' | 'lost';

/** Where the time of a recording and that of a conversation meet: at its first word. */
export interface SpanOrigin {
  /** Milliseconds of the recording. */
  position_ms: number;
  /** Seconds since the conversation's start. */
  seconds: number;
}

/** The stretch of a recording that belongs to one conversation. Times are milliseconds of the recording's own timeline. */
export interface CaptureSpan {
  /** Empty once nothing of it is there any more. */
  conversation_id: string;
  from_ms: number;
  /** Null while the conversation goes on. */
  to_ms: number | null;
  state: SpanState;
  /** Null while nothing was said in it. */
  origin: SpanOrigin | null;
  /** The recording that its sound is stored as. Absent: the one that follows from the conversation and the beginning. */
  file_id?: string;
}

/** One voice of a call: whatever a recognizer thinks, everything in the recording is said by it. */
export interface CallVoice {
  /** As frames name it. */
  channel: number;
  /** The number in `SPEAKER_n`. */
  speaker: number;
  is_user: boolean;
}

/** What a recording that is one voice of a call knows of the call. */
export interface CallPart {
  id: string | null;
  voice: CallVoice;
  /** The recordings of all its voices, this one included; the first one leads. */
  recordings: string[];
}

/** One device's recording from connect to end, over drops and several conversations: `users/{uid}/recording_sessions/{id}`. */
export interface RecordingSession {
  id: string;
  /** The data folder that its capture log lies in (`NodeIdentity`). Absent in documents from before there were several. */
  node_id?: string;
  source: ConversationSource;
  client_device_id: string | null;
  client_platform: string | null;
  codec: Codec;
  /** Hz. */
  sample_rate: number;
  language: string;
  timeout_seconds: number;
  started_at: Date;
  updated_at: Date;
  spans: CaptureSpan[];
  /** The conversations of `spans`, for queries. */
  conversation_ids: string[];
  /** Audio up to here has been dealt with and every word of it is stored, in the same transaction as this number. */
  handled_ms: number;
  /** Absent: not a voice of a call. */
  call?: CallPart;
  /** Whether the client recognizes speech itself; the sound is kept and not listened to. */
  custom_stt?: boolean;
  /** What the client wants of the voice gate. Absent: as the server is configured. */
  voice_gate?: 'enabled' | 'disabled' | null;
  /** Whether "my name is ..." may add a person. Absent: yes. */
  create_speakers?: boolean;
  /** The conversation id that the client proposed. */
  client_conversation_id?: string | null;
  /** What became of its audio up to `handled_ms`, in the same transaction as that number. */
  fate?: AudioFate;
  /** Of `handled_ms`, what was dealt with by a version that did not count, or after which a crash left no count. Absent: nothing. */
  uncounted_ms?: number;
  /** Frames whose numbers the device skipped. Absent until its log is closed. */
  lost_frames?: number;
  /** Numbers below this one are taken by voices: of its conversation before it, and of those that were told apart in it. */
  voices?: number;
  /** The newest segments that came some other way than with the handled position, so that none is taken twice. */
  taken_ids?: string[];
  /** `open`: more audio may come. `closed`: none will. `released`: and the capture log is gone. */
  state: 'open' | 'closed' | 'released';
}

/** A recording in our shape, whichever version wrote it: what was dealt with before fates were counted has none. */
export function recordingShapeOf(stored: object): RecordingSession {
  const session = stored as RecordingSession;
  return session.fate ? session : { ...session, fate: NO_FATE, uncounted_ms: session.handled_ms };
}

/** How the account goes on with more audio that was dealt with. */
export function accountWith(
  { fate = NO_FATE, uncounted_ms }: RecordingSession,
  more: AudioFate,
): Pick<RecordingSession, 'fate' | 'uncounted_ms'> {
  return { fate: addFates(fate, more), ...(uncounted_ms ? { uncounted_ms } : {}) };
}

export function conversationIdsOf(spans: readonly CaptureSpan[]): string[] {
  return [...new Set(spans.map((span) => span.conversation_id).filter((id) => id !== ''))];
}

/** What a new conversation takes over from the recording it is heard in. */
export function originOf(session: RecordingSession) {
  return {
    source: session.source,
    language: session.language,
    timeoutSeconds: session.timeout_seconds,
    clientDeviceId: session.client_device_id,
    clientPlatform: session.client_platform,
    ...(session.call ? { callId: session.call.id } : {}),
  };
}

/** A call has one recording for each voice; the first one speaks to the client for all of them. */
export function isLead({ id, call }: RecordingSession): boolean {
  return !call || call.recordings[0] === id;
}
