export const FINDING_KINDS = ['duplicate', 'unsupported', 'stale', 'secret', 'self_fed'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something wrong with a memory; ids only, never its words. */
export interface MemoryFinding {
  readonly kind: FindingKind;
  readonly memoryId: string;
  /** What exactly: of a duplicate, the id of the memory that says the same. */
  readonly detail: string;
  /** Whether it can be put right without taking anything from the owner. */
  readonly fixable: boolean;
}

/** How many memories there are, and what is wrong with them. */
export interface AuditFigures {
  readonly memories: number;
  readonly current: number;
  readonly superseded: number;
  readonly rejected: number;
  readonly manual: number;
  readonly awaitingReview: number;
  readonly pending: number;
  /** Written by the reference, which kept no evidence; nothing can be said of them. */
  readonly withoutEvidence: number;
  readonly findings: Readonly<Record<FindingKind, number>>;
  readonly fixed: number;
}

export interface AuditReport {
  readonly figures: AuditFigures;
  readonly findings: readonly MemoryFinding[];
}
