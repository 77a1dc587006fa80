import type { Conversation, TranscriptSegment } from './conversation.entity.js';

/** Codecs that a device may announce. `opus` frames of any length are accepted under both Opus names. */
export const CODECS = ['opus', 'opus_fs320', 'pcm16', 'pcm8'] as const;
export type Codec = (typeof CODECS)[number];

/** Sample rates, in Hz, that each codec may be announced with. */
export const SAMPLE_RATES: Record<Codec, readonly number[]> = {
  opus: [16_000],
  opus_fs320: [16_000],
  pcm16: [8_000, 16_000, 24_000, 44_100, 48_000],
  pcm8: [8_000, 16_000],
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
  /** End the conversation now and process it. */
  'conversation.finalize': (
    ack: (answer: { conversation_id: string } | { error: WireError }) => void,
  ) => void;
}

/** Socket.IO, server to device. Names and shapes of payloads are those of the reference's text frames where it has them. */
export interface ListenServerEvents {
  /** First event: where to resume. `session_id` goes into the next handshake to go on after a drop. */
  'session.ready': (event: { session_id: string; durable: number; conversation_id: string }) => void;
  'session.error': (event: WireError) => void;
  service_status: (event: {
    status: ServiceStatus;
    status_text?: string;
    provider?: string;
    reason?: string;
  }) => void;
  conversation_session: (event: { conversation_id: string; status: string }) => void;
  /** Upsert by `id`: new and changed segments, never empty. */
  segments: (segments: TranscriptSegment[]) => void;
  segments_deleted: (event: { segment_ids: string[] }) => void;
  /** What the open utterance sounds like so far; replaced by the next one, void once `segments` covers it. */
  partial: (event: { text: string; start: number; end: number }) => void;
  memory_processing_started: (event: { memory: Conversation }) => void;
  memory_created: (event: { memory: Conversation; messages: [] }) => void;
  last_memory: (event: { memory_id: string }) => void;
}
