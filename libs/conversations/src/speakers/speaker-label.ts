/** Stands for the owner where a person's id could stand. Never stored on a segment. */
export const OWNER_VOICE = 'user';

/**
 * Who decided. `manual`: a person; nothing else overwrites that. `voice`: the sound was recognized. `text`: somebody said their own name.
 */
export type LabelSource = 'manual' | 'voice' | 'text';

/** A decision on whose voice something is. */
export interface SpeakerLabel {
  /** `user` for the owner; null: it was decided that it is nobody known. */
  person_id: string | null;
  source: LabelSource;
  /** The number of the decision within its conversation: of two manual ones the higher counts. */
  generation: number;
  /** Manual ones: whether the voice may be learned from what was said. */
  learn?: boolean;
  /** Those by `voice`: the voice print that it was recognized by. */
  print_id?: string;
}

/**
 * Every decision on the voices of one conversation, a field of its row. Segments carry what follows from it (`is_user`, `person_id`); it is
 * kept because what is heard later has to follow from it too.
 */
export interface SpeakerLabelBook {
  /** The number of the newest decision. */
  generation: number;
  /** By the number of the voice. */
  by_speaker: Record<string, SpeakerLabel>;
  /** By the id of the segment. */
  by_segment: Record<string, SpeakerLabel>;
}

export const NO_LABELS: SpeakerLabelBook = Object.freeze({
  generation: 0,
  by_speaker: Object.freeze({}),
  by_segment: Object.freeze({}),
});

/** What a decision is about: everything a voice says in the conversation, or certain segments alone. */
export interface LabelTarget {
  readonly speakerId?: number;
  readonly segmentIds?: readonly string[];
}
