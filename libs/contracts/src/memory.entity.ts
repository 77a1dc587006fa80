import { ApiProperty } from '@nestjs/swagger';

/** Where a memory comes from. `system`: about the owner and the owner's world; `interesting`: advice heard from others. */
export const MEMORY_CATEGORIES = ['interesting', 'system', 'manual', 'workflow'] as const;
export type MemoryCategory = (typeof MEMORY_CATEGORIES)[number];

/** What a memory is about. */
export const MEMORY_TOPICS = ['personal', 'health', 'work', 'relationships', 'preferences'] as const;
export type MemoryTopic = (typeof MEMORY_TOPICS)[number];

/** The words that a memory rests on. */
export class MemoryEvidence {
  evidence_id!: string;
  /** `conversation`, `import` or `manual`. */
  source_type!: string;
  /** Id of the conversation or of the imported log. What one source says is one group, however often it says it. */
  source_id!: string | null;
  /** Ids of the segments; at least one for an extracted memory. */
  segment_ids!: string[];
  /** Who said it: the owner, somebody else, or null when voices could not be told apart. Absent in what an older version wrote. */
  by_owner?: boolean | null;
  /** When, ISO 8601 in UTC. Absent in what an older version wrote. */
  said_at?: string;
  /** Seconds since the conversation's `started_at`. */
  start!: number | null;
  end!: number | null;
  /** The words as they stand in the transcript. */
  quote!: string;
}

/** Why a memory may be wrong. `contradicted`: it waits in the review queue. */
export const UNCERTAINTY_REASONS = [
  'single_source',
  'low_capture_signal',
  'third_party_subject',
  'contradicted',
] as const;
export type UncertaintyReason = (typeof UNCERTAINTY_REASONS)[number];

/** A lasting fact about the owner or the owner's people. */
export class Memory {
  id!: string;
  uid!: string;
  /** One statement that stands alone, at most 500 characters. */
  content!: string;
  @ApiProperty({ enum: MEMORY_CATEGORIES })
  category!: MemoryCategory;
  @ApiProperty({ enum: MEMORY_TOPICS })
  topic!: MemoryTopic;
  visibility!: 'private' | 'public';
  tags!: string[];
  created_at!: Date;
  updated_at!: Date;
  conversation_id!: string | null;
  /** The old name of `conversation_id`, for old clients. */
  memory_id!: string | null;
  reviewed!: boolean;
  /** False hides the memory everywhere. */
  user_review!: boolean | null;
  manually_added!: boolean;
  edited!: boolean;
  /** Sort key of the reference. */
  scoring!: string;
  app_id!: string | null;
  is_locked!: boolean;
  /** `user`, or the name of the person the fact is about. */
  subject!: string;
  /**
   * What the fact fixes, e.g. `residence` or `allergy`. Memories with the same subject and predicate can contradict each other.
   * Null when the fact stands alone.
   */
  predicate!: string | null;
  /** When it was first said, which is from when on it is known to hold. */
  valid_at!: Date;
  /** When it stopped being true, and which memory took its place. */
  invalid_at!: Date | null;
  superseded_by!: string | null;
  /** `short_term`: as it was heard; `long_term`: compared with everything else that is known. */
  layer!: 'short_term' | 'long_term' | 'archive';
  evidence!: MemoryEvidence[];
  /** How well it was heard, 0 to 1: whether it is known that the owner said it. */
  capture_confidence!: number;
  /** How surely it is true, 0 to 1: by how many sources bear it out and how well it was heard. */
  veracity!: number;
  @ApiProperty({ enum: UNCERTAINTY_REASONS, isArray: true })
  uncertainty_reasons!: UncertaintyReason[];
  /** The question in the review queue that its owner has to answer before it counts. */
  review_id!: string | null;
  /** Whether the knowledge graph has what it says. */
  kg_extracted!: boolean;
  /** How it is stored: `standard` in the open, `enhanced` encrypted. Set by the server. */
  data_protection_level?: 'standard' | 'enhanced';
}
