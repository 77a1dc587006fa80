import type { Codec, ConversationSource } from '#libs/contracts';
import { defineCollection } from '#libs/storage';

/**
 * What became of a span of a recording. `waiting`: its words are still to be recognized. `stored`: they are in a conversation. `known`: they
 * were in one already. `failed`: nobody can recognize them; its sound is kept.
 */
export type OfflineSpanState = 'waiting' | 'stored' | 'known' | 'failed';

/** A part of a recording that is recognized, placed and tried again on its own. Milliseconds since the recording's start. */
export interface OfflineSpan {
  from_ms: number;
  to_ms: number;
  /** Where somebody speaks: from, to, from, to, ... */
  speech: number[];
  state: OfflineSpanState;
  /** The conversation that has its words. Empty while there is none, and when that was deleted. */
  conversation_id: string;
  /** Whether the conversation began with it. */
  is_new: boolean;
  /** Whether its sound is still to be added to the recordings of that conversation. */
  owes_sound: boolean;
  /** How often nobody found words in it. */
  wordless_tries: number;
  /** Why it failed last: an outcome of recognition, or an error's code. */
  failure_code: string | null;
}

/** `waiting`: something of it is still to be done, and a job does it. The others are final. */
export type OfflineRecordingState = 'waiting' | 'done' | 'failed';

/** A recording that reached the server as a file: `users/{uid}/offline_recordings/{digest}`. It stays when all is done: no bytes are taken twice. */
export interface OfflineRecording {
  /** SHA-256 of its bytes, hexadecimal. */
  id: string;
  state: OfflineRecordingState;
  /** What its sender called it. */
  name: string;
  /** Packets of a device, or an audio file as any program makes it. */
  container: 'packets' | 'file';
  /** Of packets. */
  codec: Codec | null;
  /** Of packets, Hz. */
  sample_rate: number | null;
  size_bytes: number;
  source: ConversationSource;
  /** ISO 639-1; null: what the owner speaks. */
  language: string | null;
  /** When it began, by its sender's clock. */
  recorded_at: Date;
  /** Until it was decoded nobody knows when it began: `recorded_at` is when it ended. */
  is_end_known: boolean;
  /** What the sender's clock was found to be wrong by: to be added. */
  shift_ms: number;
  /** The conversation that it is to go into, where the sender said so. */
  target_conversation_id: string | null;
  duration_ms: number | null;
  /** Null until somebody has listened to it. */
  spans: OfflineSpan[] | null;
  /** The conversations of `spans`, for queries. */
  conversation_ids: string[];
  /** Attempts that failed since it was last taken in. */
  failures: number;
  /** Why the last attempt failed: an outcome of recognition, or an error's code. */
  failure_code: string | null;
  created_at: Date;
  updated_at: Date;
}

/** One upload: `users/{uid}/sync_jobs/{id}`. How far it is follows from its recordings. */
export interface SyncJob {
  id: string;
  recording_ids: string[];
  created_at: Date;
}

export const offlineRecordingCollection = defineCollection<OfflineRecording>({
  path: 'users/{ownerId}/offline_recordings',
  indexes: [
    { fields: [{ field: 'state' }], group: true },
    { fields: [{ field: 'conversation_ids', contains: true }] },
    { fields: [{ field: 'recorded_at', direction: 'desc' }] },
  ],
  sealed: ['name'],
});

export const syncJobCollection = defineCollection<SyncJob>({
  path: 'users/{ownerId}/sync_jobs',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'id' }], group: true },
  ],
});

/** Where a recording's bytes lie until every word of it is stored. */
export const stagedPrefix = (ownerId: string) => `audio/${ownerId}/offline/`;
export const stagedKey = (ownerId: string, recordingId: string) =>
  `${stagedPrefix(ownerId)}${recordingId}.bin`;

export function isSettled({ state, owes_sound }: OfflineSpan): boolean {
  return state !== 'waiting' && !owes_sound;
}
