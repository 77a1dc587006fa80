import { isDeepStrictEqual } from 'node:util';
import type { Memory, MemoryEvidence } from '#libs/contracts';
import type { ExtractedFact } from '../facts/fact.js';
import { isStillSaid } from '../extraction/grounding.rules.js';
import { isOwners } from '../memory.rules.js';
import type { MemoryChanges, MemoryView } from '../store/memory.repository.js';
import { memoryOf, type FactSource } from './fact-source.js';
import { MemorySet, reinforced } from './memory-set.js';
import { restsOn, withoutSource } from './source-replacement.rules.js';

/** What one conversation may add. Source: specification of the pipeline, §3.1: two of a kind (the same topic and predicate), four in all. What takes a known one's place adds none. */
const MAX_ADDED = 4;
const MAX_ADDED_OF_A_KIND = 2;

export interface Resolution extends MemoryChanges {
  /** Memories that this source brought, as they are now. */
  readonly added: readonly Memory[];
  /** Memories that another one took the place of. */
  readonly superseded: readonly Memory[];
  /** Every memory whose place in search may have changed. */
  readonly touchedIds: readonly string[];
}

/**
 * What the owner's memories are once this source says `facts` and nothing else: what it said in an earlier run is taken back first, so that any
 * number of runs give the same outcome. A source that was understood to say nothing keeps what still stands in it, word for word. What the
 * owner wrote, edited or judged is never touched. `view` needs to hold whatever the facts could repeat, contradict or take the place of.
 */
export function resolveFacts(
  view: MemoryView,
  facts: readonly ExtractedFact[],
  source: FactSource,
): Resolution {
  const { conversationId, transcript, discarded = false } = source;
  const left = withoutSource(view.memories, conversationId, {
    stands: (evidence, memory) => {
      const mayStay = facts.length === 0 || isOwners(memory);
      return mayStay && !discarded && isStillSaid(evidence, transcript);
    },
  });
  const set = new MemorySet(view.memories, left);
  const admission = new Admission(set, view, source);
  for (const fact of discarded ? [] : facts) admission.admit(fact);
  const changes = set.changes();
  const ofSource = view.memories.filter((memory) => restsOn(memory, conversationId)).map(({ id }) => id);
  return {
    ...changes,
    added: admission.addedIds.map((id) => set.get(id)!),
    superseded: set.superseded,
    touchedIds: [
      ...new Set([
        ...ofSource,
        ...admission.addedIds,
        ...changes.saved.map(({ id }) => id),
        ...changes.deletedIds,
      ]),
    ],
  };
}

/** Takes the facts of one source in, one after the other. */
class Admission {
  readonly addedIds: string[] = [];
  private readonly ofKind = new Map<string, number>();
  private readonly before: ReadonlyMap<string, Memory>;

  constructor(
    private readonly set: MemorySet,
    private readonly view: MemoryView,
    private readonly source: FactSource,
  ) {
    this.before = new Map(view.memories.map((memory) => [memory.id, memory]));
  }

  admit(fact: ExtractedFact): void {
    const memory = memoryOf(fact, this.source);
    const own = this.before.get(memory.id) ?? this.ownersOf(memory);
    if (this.view.forgottenIds.has(memory.id) || this.set.wasRejected(memory)) return;
    if (own && this.isSettled(own)) return void this.hasRoom(memory);
    const same = this.set.sameAs(memory);
    if (same) return this.strengthen(same, memory);
    if (!this.set.takesPlaceOfAny(memory) && !this.hasRoom(memory)) return;
    this.addedIds.push(memory.id);
    this.set.admit(own ? asBefore(memory, own, this.set.get(own.id)) : memory);
  }

  /** What the owner made of the same words, when they were another conversation's then: conversations are merged and split. */
  private ownersOf({ subject, predicate, evidence: [said] }: Memory): Memory | undefined {
    return this.view.memories.find(
      (other) =>
        isOwners(other) &&
        other.subject === subject &&
        other.predicate === predicate &&
        other.evidence.some((one) => isDeepStrictEqual(wordsOf(one), wordsOf(said!))),
    );
  }

  /** Thrown out, approved or reworded by the owner: their word stands. */
  private isSettled(own: Memory): boolean {
    return own.user_review !== null || (own.edited && this.set.get(own.id) !== undefined);
  }

  private strengthen(same: Memory, by: Memory): void {
    // Said twice in one source, it is still said by one.
    if (!this.addedIds.includes(same.id)) this.set.save(reinforced(same, by));
  }

  private hasRoom({ category, topic, predicate }: Memory): boolean {
    const kind = `${category}/${topic}/${predicate}`;
    const ofKind = this.ofKind.get(kind) ?? 0;
    const total = [...this.ofKind.values()].reduce((sum, count) => sum + count, 0);
    if (ofKind >= MAX_ADDED_OF_A_KIND || total >= MAX_ADDED) return false;
    this.ofKind.set(kind, ofKind + 1);
    return true;
  }
}

function wordsOf({ source_id, segment_ids, quote }: MemoryEvidence): unknown {
  return { source_id, segment_ids, quote };
}

/** A memory that was kept before, said anew: how far it has come, and what its owner chose, stay. */
function asBefore(fresh: Memory, own: Memory, left: Memory | undefined): Memory {
  const { visibility, tags, reviewed, user_review, updated_at, layer, kg_extracted, review_id } = own;
  const others = (left ?? fresh).evidence.filter((one) => one.source_id !== fresh.evidence[0]!.source_id);
  return {
    ...fresh,
    ...{ visibility, tags, reviewed, user_review, updated_at, layer, kg_extracted, review_id },
    evidence: [...fresh.evidence, ...others],
  };
}
