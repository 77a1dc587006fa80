import type { Memory, MemoryEvidence, TranscriptInput } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import type { ExtractedFact } from '../facts/fact.js';
import { ownerSaid, turnsOf } from '../extraction/grounding.rules.js';
import { newMemory, normalizedContent } from '../memory.rules.js';

/** The conversation, or the imported log, that facts come from. */
export interface FactSource {
  readonly ownerId: string;
  /** Of an imported log, its id. */
  readonly conversationId: string;
  readonly type?: 'conversation' | 'import';
  readonly startedAt: Date;
  readonly transcript: TranscriptInput;
  /** Nothing of it is worth keeping, whatever it once brought. */
  readonly discarded?: boolean;
}

/** A fact as it is first kept: what one source said, not yet compared with anything. The same fact of the same source has the same id. */
export function memoryOf(fact: ExtractedFact, source: FactSource): Memory {
  const { ownerId, conversationId, startedAt, type } = source;
  return newMemory({
    id: deterministicId(ownerId, conversationId, normalizedContent(fact.content), fact.subject),
    uid: ownerId,
    content: fact.content,
    category: fact.category,
    topic: fact.topic,
    created_at: startedAt,
    subject: fact.subject,
    predicate: fact.predicate,
    conversation_id: type === 'import' ? null : conversationId,
    layer: 'short_term',
    evidence: [evidenceOf(fact, source)],
  });
}

function evidenceOf(
  fact: ExtractedFact,
  { ownerId, conversationId, transcript, startedAt, type = 'conversation' }: FactSource,
): MemoryEvidence {
  const turns = turnsOf(fact.segment_ids, transcript);
  const saidAtMs = startedAt.getTime() + Math.round((turns[0]?.start ?? 0) * 1_000);
  return {
    evidence_id: deterministicId(ownerId, conversationId, ...fact.segment_ids, normalizedContent(fact.quote)),
    source_type: type,
    source_id: conversationId,
    segment_ids: [...fact.segment_ids],
    by_owner: ownerSaid(fact.segment_ids, transcript),
    said_at: new Date(saidAtMs).toISOString(),
    start: turns[0]?.start ?? null,
    end: turns.at(-1)?.end ?? null,
    quote: fact.quote,
  };
}
