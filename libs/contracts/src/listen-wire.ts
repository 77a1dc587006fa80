import type { Conversation, TranscriptSegment } from './conversation.entity.js';

/**
 * Codecs that a device may announce. `opus` frames of any length are accepted under both Opus names; `aac` is one ADTS frame a message;
 * `lc3` and `lc3_fs1030` are frames of 10 ms in 30 bytes, one or several a message. Source: specification of the listen protocol, §2.2.
 */
export const CODECS = ['opus', 'opus_fs320', 'pcm16', 'pcm8', 'aac', 'lc3', 'lc3_fs1030'] as const;
export type Codec = (typeof CODECS)[number];

/** Sample rates, in Hz, that each codec may be announced with. */
export const SAMPLE_RATES: Record<Codec, readonly number[]> = {
  opus: [16_000],
  opus_fs320: [16_000],
  pcm16: [8_000, 16_000, 24_000, 44_100, 48_000],
  pcm8: [8_000, 16_000],
  aac: [8_000, 16_000, 24_000, 44_100, 48_000],
  lc3: [16_000],
  lc3_fs1030: [16_000],
};

/** Largest binary frame, bytes. An Opus packet is at most 1,275; a second of 48 kHz PCM16 is 96,000. */
export const MAX_FRAME_BYTES = 128 * 1024;
/** Most frames in one batch. */
export const MAX_BATCH_FRAMES = 500;

/** Frames of at most this many bytes are signs of life, not audio (the app answers pings with two bytes). */
export const KEEP_ALIVE_FRAME_BYTES = 2;

/** Answer to a batch: everything up to `durable` lies on disk and need not be sent again. */
export interface AudioAck {
  /** Highest sequence number, counted from 1, of which it and all before it are durable. */
  durable: number;
  /** Frames of this batch that could not be used, with the reason; they are durable too, but give no audio. */
  rejected?: { seq: number; code: string }[];
}

export interface WireError {
  code: string;
  message: string;
  /** Whether the socket is closed afterwards. */
  fatal: boolean;
  details?: Readonly<Record<string, unknown>>;
  /** When trying again makes sense. */
  retry_after_ms?: number;
}

export type ServiceStatus =
  'initiating' | 'in_progress_conversations_processing' | 'stt_initiating' | 'ready' | 'stt_failed';

/** A segment that the client recognized itself. What is left out: speaker 0, not the owner, times 0. Seconds since the connection's first sound. */
export interface SuggestedTranscript {
  text: string;
  /** `SPEAKER_<n>`. */
  speaker?: string;
  speaker_id?: number;
  is_user?: boolean;
  person_id?: string | null;
  start?: number;
  end?: number;
}

/** A client's word on whose voice this is. */
export interface SpeakerAssigned {
  speaker_id: number;
  /** `user` for the owner. */
  person_id: string;
  person_name: string;
  segment_ids: string[];
}

/** Socket.IO, device to server, namespace `/v4/listen`. */
export interface ListenClientEvents {
  /** Frames in order, the first one numbered `firstSeq`, packed by `packFrames`. Frames already durable are acknowledged and ignored. */
  'audio.batch': (
    firstSeq: number,
    packed: Uint8Array,
    ack: (answer: AudioAck | { error: WireError }) => void,
  ) => void;
  /** No more audio will come: recognize what is buffered, then acknowledge. */
  'audio.end': (ack: (answer: { durable: number } | { error: WireError }) => void) => void;
  /** Recognize what is buffered; more audio may come. */
  'audio.flush': (ack: (answer: { durable: number } | { error: WireError }) => void) => void;
  /** What the device recognized itself; acknowledged when it is stored. Ignored unless the handshake said `custom_stt=enabled`. */
  'transcript.suggested': (
    event: { segments: SuggestedTranscript[]; stt_provider?: string | null },
    ack: (answer: Record<string, never> | { error: WireError }) => void,
  ) => void;
  'speaker.assigned': (
    event: SpeakerAssigned,
    ack: (answer: Record<string, never> | { error: WireError }) => void,
  ) => void;
  /** A picture taken now, a JPEG of at most 5 MiB; acknowledged when it is kept. `id` comes back as `temp_id`. */
  'photo.taken': (
    event: { id: string; jpeg: Uint8Array },
    ack: (answer: Record<string, never> | { error: WireError }) => void,
  ) => void;
  /** End the conversation now and process it. */
  'conversation.finalize': (
    ack: (answer: { conversation_id: string } | { error: WireError }) => void,
  ) => void;
}

/** How a recognizer stands, as a device is told it. What is not known is left out. Source: specification of the listen protocol, §3.4, §6.6. */
export interface ServiceStatusEvent {
  status: ServiceStatus;
  status_text?: string;
  /** The recognizer that serves, or failed. */
  provider?: string;
  outcome?: string;
  retryable?: boolean;
  reason?: string;
  /** Seconds, 1 to 3600. */
  retry_after?: number;
}

export interface ConversationSessionEvent {
  conversation_id: string;
  status: string;
  recording_session_id?: string;
  lifecycle_version?: number;
  lifecycle_phase?: string;
  /** Never goes back within a recording session: an event with a lower number than one before is stale. */
  lifecycle_sequence?: number;
}

/** Who a voice may be. `person_id`: `user` for the owner, an id, or empty when the client did not ask for ids. */
export interface SpeakerSuggestion {
  speaker_id: number;
  person_id: string;
  person_name: string;
  segment_id: string;
}

/**
 * A message that a client may act on without showing it. All values are text, as push services demand. Of tasks: `action_item_reminder` and
 * `action_item_update` {action_item_id, description, due_at}, `action_item_delete` {action_item_id}; `due`: `now` when the time has come.
 * Of a merge: `merge_completed` {merged_conversation_id, removed_conversation_ids}, the latter separated by commas.
 * Of the daily summary: `day_summary` {notification_type, text, navigate_to}. Source: specification of the pipeline, §5.3 and §8.
 */
export interface NotificationData {
  type: string;
  [field: string]: string;
}

/** Socket.IO, server to device. Names and shapes of payloads are those of the reference's text frames where it has them. */
export interface ListenServerEvents {
  /** First event: where to resume. `session_id` goes into the next handshake to go on after a drop. */
  'session.ready': (event: { session_id: string; durable: number; conversation_id: string }) => void;
  'session.error': (event: WireError) => void;
  service_status: (event: ServiceStatusEvent) => void;
  conversation_session: (event: ConversationSessionEvent) => void;
  /** Upsert by `id`: new and changed segments, never empty. */
  segments: (segments: TranscriptSegment[]) => void;
  segments_deleted: (event: { segment_ids: string[] }) => void;
  /** What the open utterance sounds like so far; replaced by the next one, void once `segments` covers it. */
  partial: (event: { text: string; start: number; end: number }) => void;
  /** Segments whose translations are stored now. */
  translating: (event: { segments: TranscriptSegment[] }) => void;
  speaker_label_suggestion: (event: SpeakerSuggestion) => void;
  photo_processing: (event: { temp_id: string; photo_id: string }) => void;
  photo_described: (event: { photo_id: string; description: string; discarded: boolean }) => void;
  memory_processing_started: (event: { memory: Conversation }) => void;
  memory_created: (event: { memory: Conversation; messages: [] }) => void;
  last_memory: (event: { memory_id: string }) => void;
  /** News beside recording, such as a task that is due: `type` says which; the shape is that of the reference's data messages. */
  notification: (event: NotificationData) => void;
}

/** One event of the server to a device, for those who carry them whole. */
export type ListenServerEvent = {
  [Name in keyof ListenServerEvents]: { name: Name; payload: Parameters<ListenServerEvents[Name]>[0] };
}[keyof ListenServerEvents];
