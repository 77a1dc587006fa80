import { defineCollection } from '#libs/storage';

/** What was heard of one voice so far. */
export interface VoiceEvidence {
  /** The clips' vectors added up, each as often as its seconds. 32-bit floats, little-endian. */
  sum: Uint8Array;
  seconds: number;
  /** A single segment in which more than one voice was heard: it is nobody's. */
  is_mixed?: boolean;
}

/** What was heard of the voices of a conversation: `users/{uid}/conversations/{id}/voices/heard`. */
export interface ConversationVoices {
  /** The model that made the vectors. */
  model: string;
  /** By `speaker:{number}`, or by `segment:{id}` where the recognizer does not tell voices apart. */
  voices: Record<string, VoiceEvidence>;
}

export const conversationVoicesCollection = defineCollection<ConversationVoices>({
  path: 'users/{ownerId}/conversations/{conversationId}/voices',
  sealed: ['voices'],
});

export const VOICES_ID = 'heard';
