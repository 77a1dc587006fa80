import type { Memory, MemoryEvidence, UncertaintyReason } from '#libs/contracts';

/**
 * How surely one source is true, and what each further independent one adds. Four sources that agree leave little doubt; words that came from
 * the owner's own mouth count more than words nobody could attribute. Documented in docs/memories.md.
 */
const ONE_SOURCE = 0.5;
const PER_FURTHER_SOURCE = 0.15;
const MAX_COUNTED_SOURCES = 4;
const WELL_HEARD_BONUS = 0.15;
const POORLY_HEARD_PENALTY = 0.1;
const THIRD_PARTY_PENALTY = 0.1;
const LEAST = 0.05;
const MOST = 0.99;

/** By who is known to have said it. */
const CAPTURE = { owner: 0.9, unknown: 0.6, other: 0.4 } as const;
const WELL_HEARD = 0.8;
const POORLY_HEARD = 0.5;

type Judged = Pick<Memory, 'evidence' | 'subject' | 'manually_added' | 'user_review' | 'review_id'>;
export type Confidence = Pick<Memory, 'capture_confidence' | 'veracity' | 'uncertainty_reasons'>;

/** The figures of a memory, from its evidence alone: the same evidence gives the same figures, in whatever order it came. */
export function confidenceOf(memory: Judged): Confidence {
  const { manually_added, user_review, review_id } = memory;
  const contradicted: UncertaintyReason[] = review_id === null ? [] : ['contradicted'];
  if (manually_added || user_review === true) {
    return { capture_confidence: 1, veracity: 1, uncertainty_reasons: contradicted };
  }
  const sources = sourceCount(memory.evidence);
  const capture = Math.max(0, ...memory.evidence.map(captureOf));
  const isThirdParty = memory.subject !== 'user';
  const reasons: UncertaintyReason[] = [
    ...(sources < 2 ? (['single_source'] as const) : []),
    ...(capture < POORLY_HEARD ? (['low_capture_signal'] as const) : []),
    ...(isThirdParty ? (['third_party_subject'] as const) : []),
    ...contradicted,
  ];
  const veracity =
    ONE_SOURCE +
    PER_FURTHER_SOURCE * (Math.min(Math.max(sources, 1), MAX_COUNTED_SOURCES) - 1) +
    (capture >= WELL_HEARD ? WELL_HEARD_BONUS : 0) -
    (capture < POORLY_HEARD ? POORLY_HEARD_PENALTY : 0) -
    (isThirdParty ? THIRD_PARTY_PENALTY : 0);
  return {
    capture_confidence: capture,
    veracity: Math.round(Math.min(MOST, Math.max(LEAST, veracity)) * 100) / 100,
    uncertainty_reasons: reasons,
  };
}

/** Independent groups of evidence: one conversation that repeats itself is one. */
export function sourceCount(evidence: readonly MemoryEvidence[]): number {
  return new Set(evidence.map(({ source_id, evidence_id }) => source_id ?? evidence_id)).size;
}

/** The memory with the figures that its evidence gives now. */
export function weighed(memory: Memory): Memory {
  return { ...memory, ...confidenceOf(memory) };
}

function captureOf({ by_owner }: MemoryEvidence): number {
  if (by_owner === undefined || by_owner === null) return CAPTURE.unknown;
  return by_owner ? CAPTURE.owner : CAPTURE.other;
}
