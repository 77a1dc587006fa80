import type { Memory, MemoryEvidence, TranscriptInput } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import { contradicts, saysTheSame } from './conflict.rules.js';
import type { ExtractedFact } from './facts/fact.js';
import { isCurrent, newMemory, normalizedContent } from './memory.rules.js';
import type { MemoryChanges } from './memory.repository.js';

/** The conversation that facts come from. */
export interface FactSource {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly startedAt: Date;
  readonly transcript: TranscriptInput;
}

export interface Resolution extends MemoryChanges {
  /** Memories that this conversation brought, as they are now. */
  readonly added: readonly Memory[];
  /** Memories that another one took the place of. */
  readonly superseded: readonly Memory[];
  /** Every memory whose place in search may have changed. */
  readonly touchedIds: readonly string[];
}

/**
 * What the owner's memories are once this conversation says `facts` and nothing else: what it said in an earlier run is taken back first, so
 * that any number of runs give the same outcome. What the owner wrote, edited or judged is never touched.
 */
export function resolveFacts(
  stored: readonly Memory[],
  facts: readonly ExtractedFact[],
  source: FactSource,
): Resolution {
  const before = new Map(stored.map((memory) => [memory.id, memory]));
  const memories = withoutSource(stored, source.conversationId);
  const added = new Set<string>();
  const superseded = new Set<string>();
  for (const fact of facts) admit(memories, fact, { source, before, added, superseded });
  const saved = [...memories.values()].filter((memory) => !isSame(memory, before.get(memory.id)));
  const deletedIds = [...before.keys()].filter((id) => !memories.has(id));
  const ofSource = stored.filter((memory) => restsOn(memory, source.conversationId)).map(({ id }) => id);
  return {
    saved,
    deletedIds,
    added: [...added].map((id) => memories.get(id)!),
    superseded: [...superseded].map((id) => memories.get(id)!),
    touchedIds: [
      ...new Set([...ofSource, ...added, ...superseded, ...saved.map(({ id }) => id), ...deletedIds]),
    ],
  };
}

export function restsOn(memory: Memory, conversationId: string): boolean {
  return memory.evidence.some((evidence) => evidence.source_id === conversationId);
}

/** Written, edited or judged by the owner. */
function isOwners(memory: Memory): boolean {
  return memory.manually_added || memory.edited || memory.user_review !== null;
}

/** The memories as if this conversation had not been heard. */
function withoutSource(stored: readonly Memory[], conversationId: string): Map<string, Memory> {
  const ownedHere = new Set(
    stored
      .filter((memory) => memory.conversation_id === conversationId && !memory.manually_added)
      .map(({ id }) => id),
  );
  const kept = new Map<string, Memory>();
  for (const memory of stored) {
    if (ownedHere.has(memory.id) && !isOwners(memory) && !hasOtherSource(memory, conversationId)) continue;
    const revived = memory.superseded_by !== null && ownedHere.has(memory.superseded_by);
    const reinforced = memory.conversation_id !== conversationId && restsOn(memory, conversationId);
    kept.set(memory.id, {
      ...memory,
      ...(revived && { invalid_at: null, superseded_by: null }),
      ...(reinforced && { evidence: memory.evidence.filter((one) => one.source_id !== conversationId) }),
    });
  }
  return kept;
}

function hasOtherSource(memory: Memory, conversationId: string): boolean {
  return memory.evidence.some((evidence) => evidence.source_id !== conversationId);
}

interface Admission {
  readonly source: FactSource;
  readonly before: ReadonlyMap<string, Memory>;
  readonly added: Set<string>;
  readonly superseded: Set<string>;
}

function admit(memories: Map<string, Memory>, fact: ExtractedFact, admission: Admission): void {
  const { source, before } = admission;
  const memory = memoryOf(fact, source);
  const own = memories.get(memory.id) ?? before.get(memory.id);
  if (own && isSettled(own, memories)) return;
  const current = [...memories.values()].filter((other) => isCurrent(other) && other.id !== memory.id);
  const same = current.find((other) => saysTheSame(other, memory));
  if (same) {
    if (same.conversation_id !== source.conversationId) memories.set(same.id, reinforced(same, memory));
    return;
  }
  const fresh = own ? { ...memory, ...ownersChoices(own) } : memory;
  memories.set(memory.id, fresh);
  admission.added.add(memory.id);
  const contradicted = current.filter((other) => !other.manually_added && contradicts(fresh, other));
  for (const other of contradicted) replace(memories, fresh, other, admission.superseded);
}

/** Thrown out or reworded by the owner: their word stands. */
function isSettled(own: Memory, memories: ReadonlyMap<string, Memory>): boolean {
  return own.user_review === false || (own.edited && memories.has(own.id));
}

/** The later conversation is right, in whatever order they are processed. */
function replace(memories: Map<string, Memory>, fresh: Memory, other: Memory, superseded: Set<string>): void {
  const isLater = fresh.created_at >= other.created_at;
  const [winner, loser] = isLater ? [fresh, other] : [other, fresh];
  memories.set(loser.id, { ...loser, invalid_at: winner.created_at, superseded_by: winner.id });
  superseded.add(loser.id);
}

function ownersChoices(own: Memory): Partial<Memory> {
  const { visibility, tags, reviewed, user_review, updated_at } = own;
  return { visibility, tags, reviewed, user_review, updated_at };
}

function reinforced(memory: Memory, by: Memory): Memory {
  const known = new Set(memory.evidence.map((evidence) => evidence.evidence_id));
  return {
    ...memory,
    evidence: [...memory.evidence, ...by.evidence.filter((one) => !known.has(one.evidence_id))],
  };
}

function memoryOf(fact: ExtractedFact, source: FactSource): Memory {
  return newMemory({
    id: deterministicId(source.ownerId, source.conversationId, normalizedContent(fact.content), fact.subject),
    uid: source.ownerId,
    content: fact.content,
    category: fact.category,
    topic: fact.topic,
    created_at: source.startedAt,
    subject: fact.subject,
    predicate: fact.predicate,
    conversation_id: source.conversationId,
    evidence: [evidenceOf(fact, source)],
  });
}

function evidenceOf(
  fact: ExtractedFact,
  { ownerId, conversationId, transcript }: FactSource,
): MemoryEvidence {
  const cited = new Set(fact.segment_ids);
  const turns = transcript.turns.filter((turn) => turn.segmentIds.some((id) => cited.has(id)));
  return {
    evidence_id: deterministicId(ownerId, conversationId, ...fact.segment_ids, normalizedContent(fact.quote)),
    source_type: 'conversation',
    source_id: conversationId,
    segment_ids: [...fact.segment_ids],
    start: turns[0]?.start ?? null,
    end: turns.at(-1)?.end ?? null,
    quote: fact.quote,
  };
}

/** Same in everything that is stored; both come from JSON-like documents with dates. */
function isSame(memory: Memory, other: Memory | undefined): boolean {
  return other !== undefined && stable(memory) === stable(other);
}

function stable(memory: Memory): string {
  return JSON.stringify(Object.entries(memory).sort(([a], [b]) => (a < b ? -1 : 1)));
}
