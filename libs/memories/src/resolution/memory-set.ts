import { isDeepStrictEqual } from 'node:util';
import type { Memory } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import { isCurrent, isOwners, isOwnersWord } from '../memory.rules.js';
import type { MemoryChanges } from '../store/memory.repository.js';
import type { MemoryReview } from '../review/memory-review.js';
import { sourceCount, weighed } from './confidence.rules.js';
import { contradicts, saysTheSame } from './conflict.rules.js';

/** A fact that so many sources bear out is not taken back by one that nobody is known to have said. */
const FIRM_SOURCES = 3;
const WELL_HEARD = 0.8;

/** Memories while it is decided what becomes of them. Knows the rules of one against another; keeps what has to be written. */
export class MemorySet {
  private readonly memories: Map<string, Memory>;
  private readonly before: ReadonlyMap<string, Memory>;
  private readonly supersededIds = new Set<string>();
  private readonly reviews = new Map<string, MemoryReview>();

  constructor(before: readonly Memory[], now: ReadonlyMap<string, Memory>) {
    this.before = new Map(before.map((memory) => [memory.id, memory]));
    this.memories = new Map(now);
  }

  get(id: string): Memory | undefined {
    return this.memories.get(id);
  }

  save(memory: Memory): void {
    this.memories.set(memory.id, memory);
  }

  delete(id: string): void {
    this.memories.delete(id);
  }

  get superseded(): Memory[] {
    return [...this.supersededIds].map((id) => this.memories.get(id)!);
  }

  /** Whether the owner threw out a memory that says the same. */
  wasRejected(memory: Memory): boolean {
    return [...this.memories.values()].some(
      (other) => other.user_review === false && saysTheSame(other, memory),
    );
  }

  /** The memory that says the same and still holds. */
  sameAs(memory: Memory): Memory | undefined {
    return this.others(memory).find((other) => saysTheSame(other, memory));
  }

  /** Whether something that is current gives way to a memory. */
  takesPlaceOfAny(memory: Memory): boolean {
    return this.others(memory).some((other) => contradicts(memory, other));
  }

  /**
   * Puts in a memory that says something new. What it contradicts no longer holds from then on, or it does not hold itself when it was said earlier.
   * Against the owner's own word, and against what many bear out when nobody knows who speaks, it only asks.
   */
  admit(given: Memory): void {
    const fresh = weighed(given);
    this.save(fresh);
    const contradicted = this.others(fresh).filter((other) => contradicts(fresh, other));
    const disputed = contradicted.filter((other) => isDisputed(fresh, other));
    if (disputed.length > 0) return this.ask(fresh, disputed);
    for (const other of contradicted) if (other.review_id === null) this.replace(fresh.id, other);
  }

  /** The first current memory that somebody judged to have to do with this one. */
  judged(memory: Memory, isMeant: (other: Memory) => boolean): Memory | undefined {
    return this.others(memory).find(isMeant);
  }

  /** Two memories of which one cannot hold: the later one does, unless it must not take the other's place by itself. */
  contest(fresh: Memory, other: Memory): void {
    if (isDisputed(fresh, other)) this.ask(fresh, [other]);
    else this.replace(fresh.id, other);
  }

  /** Puts in what the owner wrote or approved: whatever else speaks against it gives way, but for the owner's other words. */
  assert(memory: Memory): void {
    this.save(memory);
    const against = this.others(memory).filter((other) => contradicts(memory, other) && !isOwners(other));
    for (const other of against) this.yieldTo(memory, other);
  }

  /** Puts a memory before its owner, together with what speaks against it; it does not count until they decide. */
  ask(memory: Memory, disputed: readonly Memory[], reason = reasonFor(disputed)): void {
    const id = deterministicId(memory.uid, 'memory-review', memory.id);
    const asking = weighed({ ...memory, layer: 'short_term', review_id: id });
    this.save(asking);
    this.reviews.set(id, {
      id,
      status: 'pending',
      reason,
      memory_id: memory.id,
      conflicting_ids: disputed.map((other) => other.id),
      created_at: memory.created_at,
      resolved_at: null,
      resolution: null,
    });
  }

  /** What has to be written so that the store holds the outcome. */
  changes(): MemoryChanges {
    const saved = [...this.memories.values()].filter(
      (memory) => !isDeepStrictEqual({ ...memory }, { ...this.before.get(memory.id) }),
    );
    const deletedIds = [...this.before.keys()].filter((id) => !this.memories.has(id));
    return { saved, deletedIds, reviews: [...this.reviews.values()] };
  }

  /** What is current besides a memory; thrown out ones say nothing. */
  private others({ id }: Memory): Memory[] {
    return [...this.memories.values()].filter(
      (other) => other.id !== id && isCurrent(other) && other.user_review !== false,
    );
  }

  /** What was said later is right, in whatever order it is processed. */
  private replace(freshId: string, other: Memory): void {
    const fresh = this.memories.get(freshId)!;
    const isLater = lastSaidMs(fresh) >= lastSaidMs(other);
    const [winner, loser] = isLater ? [fresh, other] : [other, fresh];
    this.yieldTo(winner, loser);
  }

  private yieldTo(winner: Memory, loser: Memory): void {
    const layer = 'long_term';
    this.save({ ...loser, invalid_at: winner.valid_at, superseded_by: winner.id, layer, review_id: null });
    this.supersededIds.add(loser.id);
  }
}

/** A memory with another one's evidence besides its own. */
export function reinforced(memory: Memory, by: Memory): Memory {
  const known = new Set(memory.evidence.map((evidence) => evidence.evidence_id));
  const further = by.evidence.filter((one) => !known.has(one.evidence_id));
  return further.length === 0 ? memory : weighed({ ...memory, evidence: [...memory.evidence, ...further] });
}

function isDisputed(fresh: Memory, other: Memory): boolean {
  if (isOwnersWord(other)) return true;
  return sourceCount(other.evidence) >= FIRM_SOURCES && fresh.capture_confidence < WELL_HEARD;
}

function reasonFor(disputed: readonly Memory[]): MemoryReview['reason'] {
  return disputed.some(isOwnersWord) ? 'contradicts_owner' : 'contradicts_established';
}

function lastSaidMs({ created_at, evidence }: Memory): number {
  const said = evidence.flatMap(({ said_at }) => (said_at === undefined ? [] : [Date.parse(said_at)]));
  return said.length > 0 ? Math.max(...said) : created_at.getTime();
}
