import { defineCollection } from '#libs/storage';
import type { SpeakerLabel } from './speaker-label.js';

/** What a person's decision on voices replaced, so that it can be taken back: `users/{uid}/speaker_corrections/{id}`. Holds ids only. */
export interface SpeakerCorrection {
  id: string;
  created_at: Date;
  conversation_id: string;
  /** The number of the decision within the conversation. */
  generation: number;
  /** `user` for the owner; null: nobody known. */
  person_id: string | null;
  /** What held before, by the number of the voice; null: nothing. */
  before_by_speaker: Record<string, SpeakerLabel | null>;
  before_by_segment: Record<string, SpeakerLabel | null>;
  undone_at: Date | null;
}

export const speakerCorrectionCollection = defineCollection<SpeakerCorrection>({
  path: 'users/{ownerId}/speaker_corrections',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'conversation_id' }] },
  ],
});
