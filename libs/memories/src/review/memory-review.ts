/** What the owner says to a contradiction: the new one holds, the old one does, or both do. */
export const MEMORY_DECISIONS = ['accept_new', 'keep_existing', 'keep_both'] as const;
export type MemoryDecision = (typeof MEMORY_DECISIONS)[number];

/** A memory that contradicts what it must not replace by itself, `users/{uid}/memory_reviews/{id}`. Ids only: the words stay in the memories. */
export interface MemoryReview {
  readonly id: string;
  readonly status: 'pending' | 'resolved';
  /** Against the owner's own words, against what several sources bear out, or in a way that nobody could judge. */
  readonly reason: 'contradicts_owner' | 'contradicts_established' | 'unclear';
  readonly memory_id: string;
  readonly conflicting_ids: readonly string[];
  readonly created_at: Date;
  readonly resolved_at: Date | null;
  readonly resolution: MemoryDecision | null;
}
