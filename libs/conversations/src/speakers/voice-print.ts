import { defineCollection } from '#libs/storage';

/** How one person sounded once: `users/{uid}/voice_prints/{id}`. Its sound lies in the blob store. */
export interface VoicePrint {
  id: string;
  /** `user` for the owner. */
  person_id: string;
  /** The model that made `embedding`; null while there is none. */
  model: string | null;
  /** 32-bit floats, little-endian. */
  embedding: Uint8Array | null;
  /** `upload`: recorded for this; `conversation`: learned from what was said in one. */
  source: 'upload' | 'conversation';
  conversation_id: string | null;
  segment_id: string | null;
  /** The number that the voice had in that conversation. */
  speaker_id: number | null;
  duration_seconds: number;
  created_at: Date;
  /** What was said is labelled as somebody else's by now: it counts for nothing until that is undone. */
  is_withdrawn: boolean;
  /** Conversations in which somebody was recognized by it before it was withdrawn. */
  relied_on_by: string[];
}

export const voicePrintCollection = defineCollection<VoicePrint>({
  path: 'users/{ownerId}/voice_prints',
  indexes: [{ fields: [{ field: 'conversation_id' }] }, { fields: [{ field: 'person_id' }] }],
  sealed: ['embedding'],
});

/** Where its sound lies: WAV, 16 kHz, mono. */
export function voicePrintKey(ownerId: string, printId: string): string {
  return `${voicePrintPrefix(ownerId)}${printId}.wav`;
}

export const voicePrintPrefix = (ownerId: string) => `audio/${ownerId}/voices/`;
