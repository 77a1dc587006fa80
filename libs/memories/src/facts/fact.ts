import type { MemoryCategory, MemoryTopic, TranscriptInput } from '#libs/contracts';

/** A memory that is already kept, as much of it as an extractor needs. Plain data: it crosses threads. */
export interface KnownFact {
  readonly content: string;
  readonly subject: string;
  readonly predicate: string | null;
}

/** What the extractor gets. */
export interface FactInput {
  readonly transcript: TranscriptInput;
  readonly existing: readonly KnownFact[];
  /** Contents that the owner threw out, so that they do not come back. */
  readonly rejected: readonly string[];
}

/** One lasting fact, with the words it rests on. */
export interface ExtractedFact {
  /** One statement in the third person that stands alone. */
  readonly content: string;
  readonly topic: MemoryTopic;
  readonly category: Extract<MemoryCategory, 'system' | 'interesting'>;
  /** `user`, or the name of (else the relation to) the person that it is about. */
  readonly subject: string;
  readonly predicate: string | null;
  readonly segment_ids: readonly string[];
  /** Words of exactly these segments, in order. */
  readonly quote: string;
}

/** A fact before it is weighed against the others of its conversation. */
export interface Candidate extends ExtractedFact {
  /** 3 for what is surely lasting, 1 for what is kept only when there is room. */
  readonly weight: number;
  readonly turnIndex: number;
}
