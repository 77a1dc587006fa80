/** Damps the first ranks; 60 is the constant of Cormack, Clarke and Büttcher (SIGIR 2009), and every engine's default since. */
const RANK_OFFSET = 60;

export interface RankedList {
  /** Best first. */
  readonly ids: readonly string[];
  readonly weight: number;
}

/** Reciprocal rank fusion: one order out of several whose scores cannot be compared. Best first; equal scores keep the order of first sight. */
export function fuseRanks(lists: readonly RankedList[]): { id: string; score: number }[] {
  const scores = new Map<string, number>();
  for (const { ids, weight } of lists) {
    ids.forEach((id, rank) => scores.set(id, (scores.get(id) ?? 0) + weight / (RANK_OFFSET + rank + 1)));
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
