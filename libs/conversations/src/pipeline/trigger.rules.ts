/**
 * What follows from why a conversation is processed. Source: specification of the pipeline, §1.1. Its property "reprocess" is no property of
 * the trigger here but a fact about the row, `first_completed_revision`: nobody is told twice that a conversation was created, and one whose
 * first processing failed is still new when it succeeds.
 */
export interface TriggerPolicy {
  /** `assess`: it may be found trivial. `keep`: its owner has said that it is to be kept. */
  readonly relevance: 'assess' | 'keep';
  /** How long processing waits for more of the same; 0: it runs now. */
  readonly delayMs: number;
}

/** The next recording of an upload mostly belongs to the same conversation: so long processing waits, and is done once for both. */
const UPLOAD_DELAY_MS = 5_000;

/** Why a conversation is processed, and what that means. There is no other way to ask for it: no flags beside this table. */
export const PROCESSING_TRIGGERS = {
  /** Its device fell silent or is done. */
  capture_end: { relevance: 'assess', delayMs: 0 },
  /** Its owner pressed stop. */
  client_finalize: { relevance: 'assess', delayMs: 0 },
  /** Words of a recording that was made without a connection were added to it, or began it. */
  sync_update: { relevance: 'assess', delayMs: UPLOAD_DELAY_MS },
  /** It came as a whole: as text, as segments, as pictures, from another app. */
  created: { relevance: 'assess', delayMs: 0 },
  user_reprocess: { relevance: 'keep', delayMs: 0 },
  /** It was made of others. */
  merge: { relevance: 'keep', delayMs: 0 },
  /** It is a part of another, or what the other kept. */
  split: { relevance: 'keep', delayMs: 0 },
  /** Its owner wants back what was set aside as trivial. */
  restore: { relevance: 'keep', delayMs: 0 },
} as const satisfies Readonly<Record<string, TriggerPolicy>>;

export type ProcessingTrigger = keyof typeof PROCESSING_TRIGGERS;
