import type { Memory } from '#libs/contracts';
import { isOwners } from '../memory.rules.js';
import { bearsOn } from '../resolution/conflict.rules.js';
import { MemorySet, reinforced } from '../resolution/memory-set.js';
import type { MemoryChanges, MemoryView } from '../store/memory.repository.js';
import type { PairVerdict, StatementPair } from './judge-pairs.task.js';

export interface Consolidation extends MemoryChanges {
  readonly promotedIds: readonly string[];
}

/** What somebody judged of two memories, by `pairKey`. */
export type Verdicts = ReadonlyMap<string, PairVerdict>;

/** Of one pair, whichever comes first. */
export function pairKey(one: { readonly id: string }, other: { readonly id: string }): string {
  return [one.id, other.id].sort().join('/');
}

/** Memories of one person and subject that the rules have no opinion on. */
export function unclearPairs(
  batch: readonly Memory[],
  near: readonly Memory[],
  limit: number,
): StatementPair[] {
  const pairs = new Map<string, StatementPair>();
  for (const fresh of batch) {
    for (const known of near) {
      const isCandidate =
        known.id !== fresh.id &&
        known.subject.toLowerCase() === fresh.subject.toLowerCase() &&
        known.topic === fresh.topic &&
        known.user_review !== false;
      if (isCandidate && !bearsOn(fresh, known) && pairs.size < limit)
        pairs.set(pairKey(fresh, known), { fresh, known });
    }
  }
  return [...pairs.values()];
}

/**
 * Makes newly heard memories lasting. One that says what another says already only adds its evidence to it; what contradicts is replaced or
 * put before the owner; what the owner threw out in other words goes. Of two that say the same the owner's stays, else the older.
 */
export function consolidate(
  view: MemoryView,
  ids: ReadonlySet<string>,
  verdicts: Verdicts = new Map(),
): Consolidation {
  const set = new MemorySet(view.memories, new Map(view.memories.map((memory) => [memory.id, memory])));
  const promotedIds: string[] = [];
  const batch = view.memories.filter(({ id }) => ids.has(id));
  for (const { id } of [...batch].sort((a, b) => a.valid_at.getTime() - b.valid_at.getTime())) {
    const memory = set.get(id);
    if (!memory || memory.layer !== 'short_term' || memory.review_id !== null) continue;
    if (!isOwners(memory) && set.wasRejected(memory)) {
      set.delete(id);
      continue;
    }
    const lasting = merged(set, memory, verdicts);
    if (!lasting) continue;
    settle(set, { ...lasting, layer: 'long_term', kg_extracted: true }, verdicts);
    promotedIds.push(id);
  }
  return { ...set.changes(), promotedIds };
}

/** The memory with the evidence of what says the same; null when it went into another one. */
function merged(set: MemorySet, memory: Memory, verdicts: Verdicts): Memory | null {
  const same =
    set.sameAs(memory) ?? set.judged(memory, (other) => verdicts.get(pairKey(memory, other)) === 'same');
  if (!same) return memory;
  const [keeper, repeat] = isKeeper(memory, same) ? [memory, same] : [same, memory];
  set.save(reinforced(keeper, repeat));
  if (!isOwners(repeat)) set.delete(repeat.id);
  return keeper.id === memory.id || isOwners(repeat) ? set.get(memory.id)! : null;
}

function isKeeper(one: Memory, other: Memory): boolean {
  if (isOwners(one) !== isOwners(other)) return isOwners(one);
  return one.valid_at < other.valid_at;
}

/** What the owner wrote or approved needs nobody's leave. */
function settle(set: MemorySet, lasting: Memory, verdicts: Verdicts): void {
  if (isOwners(lasting)) return set.assert(lasting);
  set.admit(lasting);
  const memory = set.get(lasting.id)!;
  if (memory.superseded_by !== null || memory.review_id !== null) return;
  const replaced = set.judged(memory, (other) => verdicts.get(pairKey(memory, other)) === 'replaces');
  if (replaced) return set.contest(memory, replaced);
  const unclear = set.judged(memory, (other) => verdicts.get(pairKey(memory, other)) === 'unclear');
  if (unclear) set.ask(memory, [unclear], 'unclear');
}
