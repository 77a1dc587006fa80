import type { Memory } from '#libs/contracts';
import { contentStems } from '../facts/words.js';
import { isOwners } from '../memory.rules.js';
import { saysTheSame } from '../resolution/conflict.rules.js';

/** A repeat of another memory, which is the one to keep. */
export interface Duplicate {
  readonly repeat: Memory;
  readonly keeper: Memory;
}

/** Each memory is compared with those that share one of its rarest words: what says the same shares nearly all of them. */
const RAREST = 2;

/** Pairs that say the same. Of each the owner's stays, else the older. */
export function duplicatesAmong(memories: readonly Memory[]): Duplicate[] {
  const byStem = stemIndexOf(memories);
  const repeats = new Set<string>();
  const found: Duplicate[] = [];
  for (const keeper of [...memories].sort(ownersAndOldestFirst)) {
    if (repeats.has(keeper.id)) continue;
    const rivals = [...neighboursOf(keeper, byStem)].filter(
      (other) => ownersAndOldestFirst(keeper, other) < 0 && !repeats.has(other.id),
    );
    for (const repeat of rivals.filter((other) => saysTheSame(keeper, other))) {
      repeats.add(repeat.id);
      found.push({ repeat, keeper });
    }
  }
  return found;
}

function stemIndexOf(memories: readonly Memory[]): ReadonlyMap<string, readonly Memory[]> {
  const byStem = new Map<string, Memory[]>();
  for (const memory of memories) {
    for (const stem of stemsOf(memory)) {
      const known = byStem.get(stem);
      if (known) known.push(memory);
      else byStem.set(stem, [memory]);
    }
  }
  return byStem;
}

function stemsOf({ content }: Memory): string[] {
  return [...new Set(contentStems(content))];
}

function neighboursOf(memory: Memory, byStem: ReadonlyMap<string, readonly Memory[]>): Set<Memory> {
  const rarest = stemsOf(memory)
    .sort((a, b) => byStem.get(a)!.length - byStem.get(b)!.length)
    .slice(0, RAREST);
  return new Set(rarest.flatMap((stem) => byStem.get(stem)!));
}

function ownersAndOldestFirst(a: Memory, b: Memory): number {
  if (isOwners(a) !== isOwners(b)) return isOwners(a) ? -1 : 1;
  return a.valid_at.getTime() - b.valid_at.getTime() || a.id.localeCompare(b.id);
}
